import type { SimulatedOutput, Simulator, SimulatorOptions, SupplyBank } from '@fourwire/mock';
import { openPowerSupply, powerSupply } from '@fourwire/scpi';
import type { PowerSupply } from '@fourwire/scpi';
import { subject } from './subject.ts';
import type { Subject, SubjectBench, SubjectEntry } from './subject.ts';

/** A simulator with outputs. */
interface SupplySimulator extends Simulator {
  readonly model: { readonly bank: SupplyBank };
}

/** What a supply with a driver and a simulator differs in from the others. */
export interface SupplyEntry<S extends SupplySimulator> extends Pick<
  SubjectEntry<PowerSupply, S>,
  'driver' | 'variant' | 'options' | 'wires' | 'values' | 'commands' | 'speed'
> {
  readonly simulate: (time: SimulatorOptions) => S;
}

/** The output that a path such as `outputs/1/voltage` is of. */
export function outputAt(
  { simulator }: { readonly simulator: SupplySimulator },
  path: string,
): SimulatedOutput {
  return simulator.model.bank.output(Number(path.split('/')[1]));
}

type Look = (bench: SubjectBench<PowerSupply, SupplySimulator>, path: string) => unknown;

/** Reads the model of the output that a path is of. */
const of =
  (look: (output: SimulatedOutput) => unknown): Look =>
  (bench, path) =>
    look(outputAt(bench, path));

/** How an output works, in the words of the class. */
function stateOf({ on, trips, operating }: SimulatedOutput): string {
  if (trips.has('voltage') || trips.has('current')) return 'tripped';
  if (!on) return 'off';
  if (trips.size > 0) return 'tripped';
  return operating.holds === 'current' ? 'constantCurrent' : 'constantVoltage';
}

/** A supply rounds to its resolution. */
const same = (written: unknown, readBack: unknown): boolean =>
  Math.abs(Number(readBack) - Number(written)) <= 1.1e-3;

/** Makes a power supply a subject: what holds for all of them is said here once. */
export function supplySubject<S extends SupplySimulator>(entry: SupplyEntry<S>): Subject {
  const { values = {}, ...rest } = entry;
  return subject<PowerSupply, S>({
    ...rest,
    deviceClass: powerSupply,
    open: openPowerSupply,
    values: {
      'outputs/voltage': { actual: of(({ voltage }) => voltage), tolerance: 1e-3, same },
      'outputs/currentLimit': { actual: of(({ currentLimit }) => currentLimit), tolerance: 1e-3, same },
      'outputs/enabled': { actual: of(({ on }) => on) },
      'outputs/state': { actual: of(stateOf) },
      'outputs/measurement': {
        actual: of(({ operating: { voltage, current } }) => ({ voltage, current })),
        // Six times the noise of the meters, and a digit.
        tolerance: 2e-3,
      },
      'outputs/overvoltageProtection/level': {
        actual: of(({ overVoltage }) => Math.abs(overVoltage.level ?? 0)),
        tolerance: 1e-3,
        same,
      },
      'outputs/overvoltageProtection/tripped': { actual: of(({ trips }) => trips.has('voltage')) },
      'outputs/overcurrentProtection/enabled': { actual: of(({ overCurrent }) => overCurrent.enabled) },
      'outputs/overcurrentProtection/tripped': { actual: of(({ trips }) => trips.has('current')) },
      'outputs/fourWire/enabled': { actual: of(({ remoteSense }) => remoteSense) },
      ...values,
    },
    onWire: ['shape', 'safe'],
  });
}
