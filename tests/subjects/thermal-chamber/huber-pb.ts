import { HuberPbSimulator } from '@fourwire/mock';
import { openThermalChamber, thermalChamber } from '@fourwire/thermal-chamber';
import { bathPlans } from '../bath-plans.ts';
import { subject } from '../subject.ts';

const limits = { min: -50, max: 200 };

export const huberPb = subject({
  deviceClass: thermalChamber,
  driver: 'huber-pb',
  open: openThermalChamber,
  simulate: (time) => new HuberPbSimulator({ ...time, external: true }),
  wires: ['socket', 'serial'],
  options: { temperatureRange: limits },
  ...bathPlans<HuberPbSimulator>(limits, 2),
  speed: 100,
});
