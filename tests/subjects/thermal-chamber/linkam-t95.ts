import { LinkamT95Simulator } from '@fourwire/mock';
import { openThermalChuck, thermalChuck } from '@fourwire/thermal-chamber';
import { chuckPlans } from '../chuck-plans.ts';
import { subject } from '../subject.ts';

const limits = { min: -196, max: 600 };

export const linkamT95 = subject({
  deviceClass: thermalChuck,
  driver: 'linkam-t95',
  open: openThermalChuck,
  simulate: (time) => new LinkamT95Simulator(time),
  wires: ['serial', 'socket'],
  options: { temperatureRange: limits },
  ...chuckPlans<LinkamT95Simulator>(
    {
      reading: ({ model }) => model.loop.reading,
      target: ({ model }) => model.limit,
      running: ({ model }) => model.started,
    },
    limits,
  ),
  events: { alarm$: { skip: 'Nothing is known of what a real controller does to raise one.' } },
  speed: 100,
});
