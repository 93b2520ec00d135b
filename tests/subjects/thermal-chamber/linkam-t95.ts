import { LinkamT95Simulator } from '@fourwire/mock';
import { openThermalChuck, thermalChuck } from '@fourwire/thermal-chamber';
import { chuckPlans } from '../chuck-plans.ts';
import { subject } from '../subject.ts';

const limits = { min: -196, max: 600 };

const plans = chuckPlans<LinkamT95Simulator>(
  {
    reading: ({ model }) => model.loop.reading,
    target: ({ model }) => model.limit,
    running: ({ model }) => model.started,
  },
  limits,
);

export const linkamT95 = subject({
  deviceClass: thermalChuck,
  driver: 'linkam-t95',
  open: openThermalChuck,
  simulate: (time) => new LinkamT95Simulator(time),
  wires: ['serial', 'socket'],
  options: { temperatureRange: limits },
  ...plans,
  values: {
    ...plans.values,
    setpoint: {
      ...plans.values['setpoint'],
      // Until a limit is told, it is the temperature that was read when the stage was opened, with its noise.
      tolerance: ({ simulator }) => (simulator.model.told ? 0.05 : 0.15),
    },
  },
  events: { alarm$: { skip: 'Nothing is known of what a real controller does to raise one.' } },
  speed: 100,
});
