import { EspecEs102Simulator } from '@fourwire/mock';
import { openThermalChamber, thermalChamber } from '@fourwire/thermal-chamber';
import { especPlans } from '../espec-plans.ts';
import { subject } from '../subject.ts';

export const especEs102 = subject({
  deviceClass: thermalChamber,
  driver: 'espec-es102',
  open: openThermalChamber,
  simulate: (time) => new EspecEs102Simulator({ ...time, humidity: true }),
  wires: ['serial'],
  ...especPlans,
  // A reply has a twentieth of 3 s of real time, also on a busy computer.
  speed: 20,
});
