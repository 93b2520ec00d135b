import { WeissAscii2Simulator } from '@fourwire/mock';
import { openThermalChamber, thermalChamber } from '@fourwire/thermal-chamber';
import { chamberPlans } from '../chamber-plans.ts';
import { subject } from '../subject.ts';

const limits = { min: -70, max: 180 };

export const weissAscii2 = subject({
  deviceClass: thermalChamber,
  driver: 'weiss-ascii2',
  open: openThermalChamber,
  simulate: (time) => new WeissAscii2Simulator({ ...time, humidity: true }),
  wires: ['serial', 'socket'],
  options: { temperatureRange: limits, humidityChannel: 2 },
  ...chamberPlans<WeissAscii2Simulator>(({ model }) => model.controller, { limits }),
  speed: 100,
});
