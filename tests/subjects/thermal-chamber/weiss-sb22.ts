import { WeissSb22Simulator } from '@fourwire/mock';
import { openThermalChamber, thermalChamber } from '@fourwire/thermal-chamber';
import { chamberPlans } from '../chamber-plans.ts';
import { subject } from '../subject.ts';

const limits = { min: -70, max: 180 };

export const weissSb22 = subject({
  deviceClass: thermalChamber,
  driver: 'weiss-sb22',
  open: openThermalChamber,
  simulate: (time) => new WeissSb22Simulator({ ...time, humidity: true }),
  wires: ['serial'],
  checksum: true,
  options: { temperatureRange: limits },
  ...chamberPlans<WeissSb22Simulator>(({ model }) => model.controller, {
    limits,
    humidityDecimals: 0,
    firstOutput: 'none',
  }),
  // Between telegrams it must have a second of real time.
  onWire: ['shape', 'safe'],
  speed: 100,
});
