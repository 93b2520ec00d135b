import { WatlowF4Simulator } from '@fourwire/mock';
import { openThermalChamber, thermalChamber } from '@fourwire/thermal-chamber';
import { chamberPlans } from '../chamber-plans.ts';
import { storedProgramCommands } from '../stored-program-plans.ts';
import { subject } from '../subject.ts';

const { values, commands, events } = chamberPlans<WatlowF4Simulator>(({ model }) => model.controller, {
  limits: { min: -44, max: 130 },
});

export const watlowF4 = subject({
  deviceClass: thermalChamber,
  driver: 'watlow-f4',
  open: openThermalChamber,
  simulate: (time) => new WatlowF4Simulator({ ...time, humidity: true, product: true }),
  options: { humidityPower: 2, alarmInputs: [1, 2], guaranteeBand: 3 },
  wires: ['modbus-rtu', 'modbus-rtu-tcp', 'modbus-tcp'],
  values: {
    ...values,
    'product/temperature': {
      actual: ({ simulator }) => simulator.model.controller.chamber.productReading,
      tolerance: 0.2,
    },
    running: { actual: ({ simulator }) => simulator.model.controller.conditioning },
    'humidity/setpoint': {
      ...values['humidity/setpoint'],
      actual: ({ simulator }) => simulator.model.humiditySetpoint,
    },
    'outputs/on': {
      ...values['outputs/on'],
      coupled: 'Output 1 switches the chamber, and output 2 its humidity.',
    },
  },
  commands: {
    ...commands,
    ...storedProgramCommands<WatlowF4Simulator>(({ model }) => model.controller.setpoint),
  },
  events,
  // A reply has a twentieth of 3 s of real time, also on a busy computer.
  speed: 20,
});
