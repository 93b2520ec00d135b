import { ThermotronSimulator } from '@fourwire/mock';
import { openThermalChamber, thermalChamber } from '@fourwire/thermal-chamber';
import { chamberCommands, chamberPlans } from '../chamber-plans.ts';
import { subject } from '../subject.ts';

const limits = { min: -42, max: 130 };
const plans = chamberPlans<ThermotronSimulator>(({ model }) => model.controller, { limits });

/** A 3800 takes a setpoint over when it starts. */
const setpoint = ({ model }: ThermotronSimulator): number => model.staged ?? model.controller.setpoint;

export const thermotron8800 = subject({
  deviceClass: thermalChamber,
  driver: 'thermotron-8800',
  open: openThermalChamber,
  simulate: (time) => new ThermotronSimulator({ ...time, humidity: true }),
  wires: ['socket', 'serial', 'gpib'],
  options: { temperatureRange: limits, humidity: true },
  ...plans,
  speed: 100,
});

export const thermotron3800 = subject({
  deviceClass: thermalChamber,
  driver: 'thermotron-3800',
  open: openThermalChamber,
  simulate: (time) => new ThermotronSimulator({ ...time, generation: '3800' }),
  wires: ['serial', 'gpib'],
  options: { temperatureRange: limits },
  ...plans,
  values: {
    ...plans.values,
    setpoint: { ...plans.values['setpoint'], actual: ({ simulator }) => setpoint(simulator) },
  },
  commands: chamberCommands<ThermotronSimulator>(setpoint),
  // Between commands it must have a second of real time, and three at the start.
  onWire: ['shape', 'safe'],
  speed: 100,
});
