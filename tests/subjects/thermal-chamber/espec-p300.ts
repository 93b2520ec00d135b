import { EspecP300Simulator } from '@fourwire/mock';
import { openThermalChamber, thermalChamber } from '@fourwire/thermal-chamber';
import { especPlans } from '../espec-plans.ts';
import { subject } from '../subject.ts';

export const especP300 = subject({
  deviceClass: thermalChamber,
  driver: 'espec-p300',
  open: openThermalChamber,
  simulate: (time) => new EspecP300Simulator({ ...time, humidity: true, product: true }),
  options: { guaranteeBand: 3 },
  wires: ['socket', 'serial'],
  ...especPlans,
  // A reply has a twentieth of 3 s of real time, also on a busy computer.
  speed: 20,
});
