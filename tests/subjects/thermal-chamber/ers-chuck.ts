import { ErsChuckSimulator } from '@fourwire/mock';
import { openThermalChuck, thermalChuck } from '@fourwire/thermal-chamber';
import { chuckPlans } from '../chuck-plans.ts';
import { subject } from '../subject.ts';

const limits = { min: -60, max: 300 };
const standby = 2;

export const ersChuck = subject({
  deviceClass: thermalChuck,
  driver: 'ers-ac3',
  open: openThermalChuck,
  simulate: (time) => new ErsChuckSimulator(time),
  wires: ['serial', 'socket'],
  options: { temperatureRange: limits },
  ...chuckPlans<ErsChuckSimulator>(
    {
      reading: ({ model }) => model.chuck.reading,
      target: ({ model }) => model.target,
      running: ({ model }) => model.mode !== standby,
    },
    limits,
  ),
  events: {
    alarm$: {
      trigger: ({ simulator }) => {
        simulator.model.tooHot = true;
      },
    },
  },
  speed: 100,
});
