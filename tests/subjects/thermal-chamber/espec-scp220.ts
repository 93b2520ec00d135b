import { EspecScp220Simulator } from '@fourwire/mock';
import { openThermalChamber, thermalChamber } from '@fourwire/thermal-chamber';
import { especPlans } from '../espec-plans.ts';
import { subject } from '../subject.ts';

export const especScp220 = subject({
  deviceClass: thermalChamber,
  driver: 'espec-scp220',
  open: openThermalChamber,
  simulate: (time) => new EspecScp220Simulator({ ...time, humidity: true, product: true }),
  options: { guaranteeBand: 3 },
  wires: ['serial', 'socket'],
  ...especPlans,
  // A reply has a twentieth of 3 s of real time, also on a busy computer.
  speed: 20,
});
