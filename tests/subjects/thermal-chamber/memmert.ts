import { MemmertAtmoWebSimulator } from '@fourwire/mock';
import { openThermalChamber, thermalChamber } from '@fourwire/thermal-chamber';
import { chamberPlans } from '../chamber-plans.ts';
import { subject } from '../subject.ts';

const plans = chamberPlans<MemmertAtmoWebSimulator>(({ model }) => model.controller, {
  limits: { min: -42, max: 130 },
  firstOutput: 'none',
});

/** The unit cannot be switched off: not running is the setpoint that is safe. */
const safeTemperature = 20;

export const memmert = subject({
  deviceClass: thermalChamber,
  driver: 'memmert-atmoweb',
  open: openThermalChamber,
  simulate: (time) => new MemmertAtmoWebSimulator({ ...time, humidity: true }),
  wires: ['socket'],
  options: { safeTemperature },
  ...plans,
  values: {
    ...plans.values,
    setpoint: { limits: { min: -42, max: 130 }, coupled: 'The unit stands at a setpoint of its own.' },
    running: {
      actual: ({ simulator: { model } }) =>
        model.operation !== 'Idle' && Math.abs(model.controller.setpoint - safeTemperature) > 0.05,
    },
  },
  speed: 100,
});
