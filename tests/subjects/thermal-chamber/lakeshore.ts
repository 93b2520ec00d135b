import { VirtualClock } from '@fourwire/core';
import { LakeShoreSimulator } from '@fourwire/mock';
import { openThermalChamber, thermalChamber } from '@fourwire/thermal-chamber';
import { chamberCommands, sameTo } from '../chamber-plans.ts';
import { subject } from '../subject.ts';

const kelvin = 273.15;
const output = ({ model }: LakeShoreSimulator): { setpoint: number; range: number } =>
  model.outputs.get(1) ?? { setpoint: NaN, range: NaN };

const commands = chamberCommands<LakeShoreSimulator>((simulator) => output(simulator).setpoint - kelvin);

export const lakeshore = subject({
  deviceClass: thermalChamber,
  driver: 'lakeshore-33x',
  open: openThermalChamber,
  // On a busy computer commands come closer together than they were sent.
  simulate: (time) =>
    new LakeShoreSimulator({ ...time, minimumGap: time.clock instanceof VirtualClock ? 50 : 0 }),
  wires: ['socket', 'serial', 'gpib'],
  options: { heaterRange: 3 },
  values: {
    temperature: { actual: ({ simulator }) => simulator.model.loop.reading, tolerance: 0.2 },
    setpoint: {
      actual: ({ simulator }) => output(simulator).setpoint - kelvin,
      tolerance: 0.005,
      same: sameTo(2),
    },
    'rampControl/rate': { same: sameTo(1) },
    running: { actual: ({ simulator }) => output(simulator).range !== 0 },
  },
  // From the cold of the finger on it is far.
  commands: {
    ...commands,
    ramp: {
      ...commands['ramp'],
      input: { target: 30, rate: 30 },
      longInput: { target: 120, rate: 10 },
      deadline: { hours: 8 },
    },
  },
  events: {
    alarm$: {
      trigger: ({ simulator }) => {
        simulator.model.sensorOpen = true;
      },
    },
  },
  speed: 100,
});
