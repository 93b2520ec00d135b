import { WatlowF4tSimulator } from '@fourwire/mock';
import { openThermalChamber, thermalChamber } from '@fourwire/thermal-chamber';
import { chamberCommands } from '../chamber-plans.ts';
import { storedProgramCommands } from '../stored-program-plans.ts';
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
  commands: chamberCommands<WatlowF4tSimulator>(({ model }) => model.temperature.setpoint),
  events: { alarm$: { trigger: ({ simulator }) => simulator.model.tripOverTemperature() } },
  speed: 100,
});

/** Without a cascade it offers its programs. */
export const watlowF4tPrograms = subject({
  deviceClass: thermalChamber,
  driver: 'watlow-f4t',
  variant: 'with programs',
  open: openThermalChamber,
  simulate: (time) => new WatlowF4tSimulator(time),
  wires: ['modbus-tcp', 'modbus-rtu'],
  values: {
    temperature: { actual: ({ simulator }) => simulator.model.processValue, tolerance: 0.2 },
    setpoint: {
      actual: ({ simulator }) => simulator.model.temperature.setpoint,
      limits: { min: -42, max: 130 },
    },
    running: {
      actual: ({ simulator }) => simulator.model.temperature.auto || simulator.model.program.active,
    },
  },
  commands: {
    ...chamberCommands<WatlowF4tSimulator>(({ model }) => model.temperature.setpoint),
    ...storedProgramCommands<WatlowF4tSimulator>(({ model }) => model.temperature.setpoint),
  },
  events: { alarm$: { trigger: ({ simulator }) => simulator.model.tripOverTemperature() } },
  speed: 20,
});
