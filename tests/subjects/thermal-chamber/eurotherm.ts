import { EurothermSimulator } from '@fourwire/mock';
import { openThermalChamber, thermalChamber } from '@fourwire/thermal-chamber';
import type { ThermalChamber } from '@fourwire/thermal-chamber';
import { chamberCommands, sameTo } from '../chamber-plans.ts';
import { subject } from '../subject.ts';
import type { SubjectEntry } from '../subject.ts';

/** What both protocols of the one controller have. */
const common = {
  deviceClass: thermalChamber,
  open: openThermalChamber,
  simulate: (time) => new EurothermSimulator(time),
  values: {
    temperature: { actual: ({ simulator }) => simulator.model.loop.reading, tolerance: 0.2 },
    setpoint: {
      actual: ({ simulator }) => simulator.model.target,
      tolerance: 0.05,
      limits: { min: 0, max: 300 },
    },
    'rampControl/rate': { same: sameTo(1) },
    running: {
      actual: ({ simulator }) => !simulator.model.manual || simulator.model.manualOutput !== 0,
    },
  },
  commands: chamberCommands<EurothermSimulator>(({ model }) => model.target),
  events: {
    alarm$: {
      trigger: ({ simulator }) => {
        simulator.model.sensorBroken = true;
      },
    },
  },
  speed: 100,
} satisfies Omit<SubjectEntry<ThermalChamber, EurothermSimulator>, 'driver' | 'wires'>;

export const eurothermModbus = subject({
  ...common,
  driver: 'eurotherm-modbus',
  wires: ['modbus-rtu', 'modbus-tcp'],
});

export const eurothermBisynch = subject({
  ...common,
  driver: 'eurotherm-bisynch',
  wires: ['serial'],
  checksum: true,
});
