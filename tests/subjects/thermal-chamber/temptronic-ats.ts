import { ThermoStreamSimulator } from '@fourwire/mock';
import { openThermalStream, thermalStream } from '@fourwire/thermal-chamber';
import { subject } from '../subject.ts';

export const temptronicAts = subject({
  deviceClass: thermalStream,
  driver: 'temptronic-ats',
  open: openThermalStream,
  simulate: (time) => new ThermoStreamSimulator({ ...time, sensor: 1 }),
  wires: ['socket', 'serial', 'gpib'],
  values: {
    temperature: { actual: ({ simulator }) => simulator.model.temperature, tolerance: 0.5 },
    air: { actual: ({ simulator }) => simulator.model.air, tolerance: 0.5 },
    'dut/temperature': { actual: ({ simulator }) => simulator.model.dut, tolerance: 0.5 },
    'dut/control': { actual: ({ simulator }) => simulator.model.dutMode },
    setpoint: { actual: ({ simulator }) => simulator.model.setPoint.temperature },
    head: { actual: ({ simulator }) => simulator.model.head },
    flow: { actual: ({ simulator }) => simulator.model.flowing },
    window: { actual: ({ simulator }) => simulator.model.setPoint.window },
    soak: { actual: ({ simulator }) => simulator.model.setPoint.soak },
  },
  commands: {
    settle: {
      input: { target: 30, tolerance: 1, dwell: 5 },
      longInput: { target: 120, dwell: 600 },
      stopAfter: { seconds: 2 },
      deadline: { hours: 1 },
    },
    ramp: {
      input: { target: 30, rate: 10 },
      longInput: { target: 120, rate: 1 },
      stopAfter: { seconds: 10 },
      deadline: { hours: 2 },
      stands: ({ simulator }) => simulator.model.setPoint.temperature < 100,
    },
  },
  events: { alarm$: { trigger: ({ simulator }) => simulator.model.overheat() } },
  speed: 50,
});
