import { FourwireError, convert } from '@fourwire/core';
import { asBoolean, asNumber, asNumbers, asText } from '@fourwire/secs';
import type { CollectionEvent, Id, Item } from '@fourwire/secs';
import type { bonderProduction } from '../classes/bonder-parts.ts';
import type { wirebonder } from '../classes/wirebonder.ts';
import type { WirebonderProfile } from './profile.ts';

type BondReport = WirebonderProfile['bondReport'];
type BondField = BondReport['fields'][number]['name'];

/** A bond that was made, as the class has it. */
export type Bond = NonNullable<(typeof wirebonder.members.bond$)['valueType']>;

/** A unit that is done, as the class has it. */
export type UnitDone = NonNullable<(typeof bonderProduction.members.unit$)['valueType']>;

/**
 * The bond in an event, in the units of the class.
 *
 * @throws FourwireError of kind `protocol` when the event does not hold what the profile says
 */
export function readBond({ bondReport }: WirebonderProfile, event: CollectionEvent): Bond {
  const values = valuesOf(bondReport, event);
  const has = (name: BondField): boolean => values.has(name);
  const number = (name: BondField): number => asNumber(values.get(name), `bond report, ${name}`);
  const { units } = bondReport;
  const { temperature = 'Cel', current = 'mA' } = units;
  return {
    unit: number('unit'),
    ...(has('die') ? { die: number('die') } : {}),
    wire: number('wire'),
    bond: number('bond'),
    force: convert(number('force'), units.force, 'cN'),
    power: convert(number('power'), units.power, 'mW'),
    time: convert(number('time'), units.time, 'ms'),
    deformation: convert(number('deformation'), units.deformation, 'um'),
    ...(has('temperature') ? { temperature: convert(number('temperature'), temperature, 'Cel') } : {}),
    ...(has('current') ? { current: convert(number('current'), current, 'mA') } : {}),
    result: resultOf(bondReport, asText(values.get('result'), 'bond report, result').trim()),
    ...(has('interval') ? { trace: traceOf(bondReport, values) } : {}),
  };
}

/**
 * The unit in an event.
 *
 * @throws FourwireError of kind `protocol` when the event does not hold what the profile says
 */
export function readUnit(
  unitReport: NonNullable<WirebonderProfile['production']>['unitReport'],
  event: CollectionEvent,
): UnitDone {
  const values = valuesOf(unitReport, event);
  const good = values.get('good');
  return {
    strip: asText(values.get('strip'), 'unit report, strip').trim(),
    unit: asNumber(values.get('unit'), 'unit report, unit'),
    good:
      good?.format === 'BOOLEAN'
        ? asBoolean(good, 'unit report, good')
        : asNumber(good, 'unit report, good') !== 0,
  };
}

function valuesOf<N extends string>(
  report: { readonly id: Id; readonly fields: readonly { readonly name: N }[] },
  event: CollectionEvent,
): ReadonlyMap<N, Item | undefined> {
  const received = event.reports.find(({ id }) => id === report.id);
  return new Map(report.fields.map(({ name }, index) => [name, received?.values[index]]));
}

function traceOf(
  { units }: BondReport,
  values: ReadonlyMap<BondField, Item | undefined>,
): NonNullable<Bond['trace']> {
  const { current = 'mA', interval = 'ms' } = units;
  const column = (name: BondField): readonly number[] =>
    values.has(name) ? asNumbers(values.get(name), `bond report, ${name}`) : [];
  return {
    interval: convert(asNumber(values.get('interval'), 'bond report, interval'), interval, 'ms'),
    deformation: column('deformationTrace').map((value) => convert(value, units.deformation, 'um')),
    current: column('currentTrace').map((value) => convert(value, current, 'mA')),
  };
}

function resultOf({ results }: BondReport, word: string): Bond['result'] {
  const entry = results.find((candidate) => candidate.word.toLowerCase() === word.toLowerCase());
  if (entry !== undefined) return entry.result;
  throw new FourwireError(
    'protocol',
    'bond-result-unknown',
    `bond report, result: the profile does not know ${JSON.stringify(word)}.`,
  );
}
