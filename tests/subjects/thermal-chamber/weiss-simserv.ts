import { WeissSimservSimulator } from '@fourwire/mock';
import { openThermalChamber, thermalChamber } from '@fourwire/thermal-chamber';
import { chamberPlans } from '../chamber-plans.ts';
import { subject } from '../subject.ts';

export const weissSimserv = subject({
  deviceClass: thermalChamber,
  driver: 'weiss-simserv',
  open: openThermalChamber,
  simulate: (time) => new WeissSimservSimulator({ ...time, humidity: true }),
  wires: ['socket'],
  ...chamberPlans<WeissSimservSimulator>(({ model }) => model.controller, { limits: { min: -70, max: 180 } }),
  speed: 100,
});
