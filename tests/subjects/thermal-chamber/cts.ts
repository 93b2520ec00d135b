import { CtsSimulator } from '@fourwire/mock';
import { openThermalChamber, thermalChamber } from '@fourwire/thermal-chamber';
import { chamberPlans } from '../chamber-plans.ts';
import { subject } from '../subject.ts';

const limits = { min: -70, max: 180 };

export const cts = subject({
  deviceClass: thermalChamber,
  driver: 'cts',
  open: openThermalChamber,
  simulate: (time) => new CtsSimulator({ ...time, humidity: true }),
  wires: ['socket', 'serial'],
  options: (wire) => ({
    temperatureRange: limits,
    humidity: true,
    framing: wire === 'serial' ? 'serial' : 'tcp',
  }),
  ...chamberPlans<CtsSimulator>(({ model }) => model.controller, { limits }),
  speed: 100,
});
