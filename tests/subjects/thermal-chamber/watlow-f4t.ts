import { WatlowF4tSimulator } from '@fourwire/mock';
import { openThermalChamber, thermalChamber } from '@fourwire/thermal-chamber';
import { programPlans } from '../program-plans.ts';
import { subject } from '../subject.ts';

export const watlowF4t = subject({
  deviceClass: thermalChamber,
  driver: 'watlow-f4t',
  open: openThermalChamber,
  simulate: (time) => new WatlowF4tSimulator({ ...time, humidity: true, cascade: true }),
  wires: ['modbus-tcp', 'modbus-rtu'],
  values: {
    // The air moves while a slow wire brings the reading.
    temperature: { actual: ({ simulator }) => simulator.model.processValue, tolerance: 0.2 },
    setpoint: {
      actual: ({ simulator }) => simulator.model.temperature.setpoint,
      limits: { min: -42, max: 130 },
    },
    running: { actual: ({ simulator }) => simulator.model.temperature.auto },
    'rampControl/enabled': { actual: ({ simulator }) => simulator.model.ramp.action !== 'off' },
    'rampControl/rate': { actual: ({ simulator }) => simulator.model.ramp.rate },
    'humidity/setpoint': { actual: ({ simulator }) => simulator.model.humidity?.setpoint },
    'product/cascade/setpoint': { actual: ({ simulator }) => simulator.model.cascade?.setpoint },
    'outputs/on': {
      actual: ({ simulator }, path) => simulator.model.events[Number(path.split('/')[1]) - 1],
    },
  },
  commands: {
    ...programPlans<WatlowF4tSimulator>(({ simulator }) => simulator.model.temperature.setpoint < 100),
    settle: {
      input: { target: 30, tolerance: 1, dwell: 10 },
      longInput: { target: 120 },
      stopAfter: { seconds: 10 },
      deadline: { hours: 2 },
      stands: ({ simulator }) => simulator.model.temperature.setpoint < 100,
    },
    ramp: {
      input: { target: 30, rate: 5 },
      longInput: { target: 120, rate: 1 },
      stopAfter: { seconds: 10 },
      deadline: { hours: 2 },
      stands: ({ simulator }) => simulator.model.temperature.setpoint < 100,
    },
  },
  events: { alarm$: { trigger: ({ simulator }) => simulator.model.tripOverTemperature() } },
  speed: 100,
});
