import { JulaboSimulator } from '@fourwire/mock';
import { openThermalChamber, thermalChamber } from '@fourwire/thermal-chamber';
import { bathPlans } from '../bath-plans.ts';
import { subject } from '../subject.ts';

export const julabo = subject({
  deviceClass: thermalChamber,
  driver: 'julabo',
  open: openThermalChamber,
  simulate: (time) => new JulaboSimulator({ ...time, external: true }),
  wires: ['serial', 'socket'],
  options: { externalSensor: 1 },
  ...bathPlans<JulaboSimulator>({ min: -50, max: 200 }, 1),
  speed: 100,
});
