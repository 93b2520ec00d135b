import { CszEztSimulator } from '@fourwire/mock';
import { openThermalChamber, thermalChamber } from '@fourwire/thermal-chamber';
import { chamberPlans } from '../chamber-plans.ts';
import { subject } from '../subject.ts';

const limits = { min: -73, max: 190 };
const { values, commands, events } = chamberPlans<CszEztSimulator>(({ model }) => model.controller, {
  limits,
  firstOutput: 1,
});

export const cszEzt = subject({
  deviceClass: thermalChamber,
  driver: 'csz-ezt-430i',
  open: openThermalChamber,
  simulate: (time) => new CszEztSimulator({ ...time, humidity: true }),
  options: {
    powerEvent: 0,
    humidity: true,
    temperatureRange: limits,
    humidityRange: { min: 0, max: 100 },
  },
  wires: ['modbus-rtu', 'modbus-rtu-tcp'],
  values: {
    ...values,
    running: { actual: ({ simulator }) => simulator.model.controller.conditioning },
    'humidity/setpoint': {
      ...values['humidity/setpoint'],
      actual: ({ simulator }) => simulator.model.humiditySetpoint,
    },
  },
  commands,
  events,
  // A reply has a twentieth of 3 s of real time, also on a busy computer.
  speed: 20,
});
