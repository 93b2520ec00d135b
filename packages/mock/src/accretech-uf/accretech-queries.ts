import type { SlotState } from '../prober/cassette.ts';
import type { AccretechModel } from './accretech-model.ts';

const slotCodes: Readonly<Record<SlotState, number>> = { none: 0, before: 1, done: 2, process: 3 };

const digits = (value: number, width: number): string =>
  String(Math.max(0, Math.round(value))).padStart(width, '0');

/** A sign and so many digits; what does not fit shows as nines, as on a 300 mm wafer. */
const signed = (value: number, width: number): string => {
  const most = 10 ** width - 1;
  const rounded = Math.max(-most, Math.min(most, Math.round(value)));
  return `${rounded < 0 ? '-' : '+'}${digits(Math.abs(rounded), width)}`;
};

/** Who it is. */
const identity = { id: 'UF3000-01', type: 'UF3000', version: 'R001.02', operator: 'OPERATOR' } as const;

/** Parameters of `ur` by their ids. */
function parameter(model: AccretechModel, id: string): string | undefined {
  const { map } = model;
  const known: Readonly<Record<string, () => string>> = {
    '0002': () => digits(map.diameter / 1000, 3),
    '0004': () => digits(map.pitch.x, 5),
    '0005': () => digits(map.pitch.y, 5),
    '0008': () => '000',
  };
  return Object.hasOwn(known, id) ? known[id]?.() : undefined;
}

/**
 * The answer to a question, with the letters it was asked with before it (sheet accretech-uf.md, section 5); `undefined`
 * for what is no question. Unconfirmed: the letters of `S1`, and what `E` says without an error.
 */
export function accretechQuery(model: AccretechModel, text: string): string | undefined {
  const { map, position, prober, cassette, slot, alarm, state } = model;
  const place = (): string => {
    const { column, row } = map.indexed(map.current);
    return `Y${digits(row, 3)}X${digits(column, 3)}`;
  };
  const answers: Readonly<Record<string, () => string>> = {
    B: () => identity.id,
    b: () => `WAFER${digits(slot ?? 0, 2)}`,
    PV: () => `${identity.type}${identity.version}`,
    E: () => alarm?.code ?? 'I0000',
    e: () => alarm?.text ?? '',
    ms: () => (alarm !== undefined && /^[ES]/.test(alarm.code) ? 'E' : state),
    S1: () => {
      const wafer = prober.wafer === undefined ? 0 : 1;
      return `Z${model.inContact ? 1 : 0}W${wafer}A${alarm === undefined ? 0 : 1}`;
    },
    w: () => {
      const status = cassette.left > 0 ? (slot === undefined ? 1 : 2) : 3;
      return `${status}${cassette.slots.map((held) => slotCodes[held]).join('')}.0${'0'.repeat(25)}`;
    },
    x: () => `${digits(slot ?? 0, 2)}${digits(cassette.left, 2)}10`,
    X: () => `${digits(slot ?? 0, 2)}1`,
    O: () => String.fromCharCode(0x40 + (prober.wafer !== undefined && map.die(map.current) ? 1 : 0)),
    Q: place,
    q: () => {
      const { column, row } = map.indexed(map.route[0] ?? map.current);
      return `Y${digits(row, 3)}X${digits(column, 3)}`;
    },
    QS: () => `${place()}S${digits(map.site + 1, 3)}`,
    R: () => {
      const { x, y } = model.active.home;
      return `Y${signed((position.y - y) * 10, 6)}X${signed((position.x - x) * 10, 6)}`;
    },
    i00: () => 'DEVICE',
    i01: () => digits(map.diameter / 1000, 3),
    i20: () => 'CARD',
    i22: () => digits(prober.wafer?.parameters.thickness ?? 0, 4),
    i24: () => digits(model.active.contact, 5),
    f: () => {
      const { chuck } = prober;
      return chuck === undefined ? '' : `${tenths(chuck.reading)}${tenths(chuck.setpoint)}`;
    },
    f1: () => prober.chuck?.reading.toFixed(1) ?? '',
    ku: () => '',
    dc: () => 'DEVICE',
    OP: () => identity.operator,
    cls: () => (state === 'R' ? '1' : '0'),
    LIW: () => (slot !== undefined && cassette.left === 0 ? '1' : '0'),
  };
  const answer = Object.hasOwn(answers, text) ? answers[text]?.() : undefined;
  if (answer !== undefined) return `${text}${answer}`;
  const value = /^ur\d+$/.test(text) ? parameter(model, text.slice(2)) : undefined;
  return value === undefined ? undefined : `${text}${value}`;
}

/** Four characters, tenths of a degree. */
function tenths(celsius: number): string {
  const value = Math.round(celsius * 10);
  return value < 0 ? `-${digits(-value, 3)}` : digits(value, 4);
}
