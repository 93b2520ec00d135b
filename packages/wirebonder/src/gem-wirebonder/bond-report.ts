import { FourwireError, convert } from '@fourwire/core';
import { asNumber, asText } from '@fourwire/secs';
import type { CollectionEvent, Item } from '@fourwire/secs';
import type { wirebonder } from '../classes/wirebonder.ts';
import type { bondFields, WirebonderProfile } from './profile.ts';

type BondField = (typeof bondFields)[number];

/** A bond that was made, as the class has it. */
export type Bond = NonNullable<(typeof wirebonder.members.bond$)['valueType']>;

/**
 * The bond in an event, in the units of the class.
 *
 * @throws FourwireError of kind `protocol` when the event does not hold what the profile says
 */
export function readBond({ bondReport }: WirebonderProfile, event: CollectionEvent): Bond {
  const report = event.reports.find(({ id }) => id === bondReport.id);
  const values = new Map<BondField, Item | undefined>(
    bondReport.fields.map(({ name }, index) => [name, report?.values[index]]),
  );
  const number = (name: BondField): number => asNumber(values.get(name), `bond report, ${name}`);
  const { units } = bondReport;
  return {
    unit: number('unit'),
    wire: number('wire'),
    bond: number('bond'),
    force: convert(number('force'), units.force, 'cN'),
    power: convert(number('power'), units.power, 'mW'),
    time: convert(number('time'), units.time, 'ms'),
    deformation: convert(number('deformation'), units.deformation, 'um'),
    result: resultOf(bondReport, asText(values.get('result'), 'bond report, result').trim()),
  };
}

function resultOf({ results }: WirebonderProfile['bondReport'], word: string): Bond['result'] {
  const entry = results.find((candidate) => candidate.word.toLowerCase() === word.toLowerCase());
  if (entry !== undefined) return entry.result;
  throw new FourwireError(
    'protocol',
    'bond-result-unknown',
    `bond report, result: the profile does not know ${JSON.stringify(word)}.`,
  );
}
