import { BinderMb1Simulator, BinderMb2Simulator } from '@fourwire/mock';
import { openThermalChamber, thermalChamber } from '@fourwire/thermal-chamber';
import { chamberPlans } from '../chamber-plans.ts';
import { subject } from '../subject.ts';

export const binderMb1 = subject({
  deviceClass: thermalChamber,
  driver: 'binder',
  variant: 'MB1',
  open: openThermalChamber,
  simulate: (time) => new BinderMb1Simulator(time),
  wires: ['modbus-rtu', 'modbus-rtu-tcp'],
  options: { controller: 'MB1' },
  ...chamberPlans<BinderMb1Simulator>(({ model }) => model.controller, {
    limits: { min: -40, max: 180 },
    firstOutput: 'none',
  }),
  speed: 100,
});

export const binderMb2 = subject({
  deviceClass: thermalChamber,
  driver: 'binder',
  variant: 'MB2',
  open: openThermalChamber,
  simulate: (time) => new BinderMb2Simulator({ ...time, humidity: true }),
  wires: ['modbus-rtu', 'modbus-rtu-tcp'],
  options: { controller: 'MB2', humidity: true, humidityRange: { min: 0, max: 98 } },
  ...chamberPlans<BinderMb2Simulator>(({ model }) => model.controller, {
    limits: { min: -40, max: 180 },
    firstOutput: 'none',
  }),
  events: { alarm$: { skip: 'The published registers of MB2 tell no alarms.' } },
  speed: 100,
});
