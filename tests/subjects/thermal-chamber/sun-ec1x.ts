import { SunEc1xSimulator } from '@fourwire/mock';
import { openThermalChamber, thermalChamber } from '@fourwire/thermal-chamber';
import { chamberPlans } from '../chamber-plans.ts';
import { subject } from '../subject.ts';

const plans = chamberPlans<SunEc1xSimulator>(({ model }) => model.controller, {
  limits: { min: -42, max: 130 },
});

export const sunEc1x = subject({
  deviceClass: thermalChamber,
  driver: 'sun-ec1x',
  open: openThermalChamber,
  simulate: (time) => new SunEc1xSimulator(time),
  wires: ['serial', 'gpib'],
  ...plans,
  values: { ...plans.values, running: { actual: ({ simulator }) => simulator.model.on } },
  // Nothing tells of the limiter, but of the temperature limits.
  events: {
    alarm$: {
      trigger: ({ simulator }) => {
        simulator.model.upperLimit = 10;
      },
    },
  },
  speed: 100,
});
