import { f4tAlarmRegisters } from './f4t-alarm-registers.ts';
import { f4tCodes as codes } from './f4t-codes.ts';
import { f4tLoopRegisters } from './f4t-loop-registers.ts';
import type { F4tModel } from './f4t-model.ts';
import { bounded, choice, shown } from './f4t-parameter.ts';
import type { F4tEntry, F4tRegisterMap, F4tUnits } from './f4t-parameter.ts';
import { f4tProfileParameter, f4tProfileRegisters } from './f4t-profile-registers.ts';

/** What an F4T says about itself. */
export interface F4tIdentity {
  readonly partNumber: string;
  readonly serialNumber: number;
  readonly firmware: readonly [number, number, number];
  readonly deviceName: string;
}

const offOn = [
  [codes.off, false],
  [codes.on, true],
] as const;

const unitCodes = [
  [codes.celsius, 'celsius'],
  [codes.fahrenheit, 'fahrenheit'],
] as const;

/** Event outputs 1 to 8. */
const eventRegisters = [16594, 16596, 16598, 16600, 16822, 16824, 16826, 16828];

/** Data map 1 of a chamber (sheet watlow-f4t.md, section 4). */
export function f4tRegisters(model: F4tModel, identity: F4tIdentity, units: F4tUnits): F4tRegisterMap {
  const listed = new Map([
    ...systemRegisters(identity, units),
    ...f4tLoopRegisters(model),
    ...switchRegisters(model),
    ...f4tAlarmRegisters(model),
    ...f4tProfileRegisters(model),
  ]);
  return { get: (address) => listed.get(address) ?? f4tProfileParameter(model, address) };
}

/** Unconfirmed: the value of the hardware id, and how many registers the device name has. */
function systemRegisters(identity: F4tIdentity, units: F4tUnits): readonly F4tEntry[] {
  const [major, minor, build] = identity.firmware;
  const system: { lineFrequency: number; display: F4tUnits['ethernet'] } = {
    lineFrequency: 3,
    display: 'celsius',
  };
  return [
    [0, shown('word', () => 1)],
    [4, shown('word', () => major)],
    [6, shown('word', () => minor)],
    [8, shown('word', () => build)],
    [12, shown('long', () => identity.serialNumber)],
    ...textRegisters(16, 15, identity.partNumber),
    ...textRegisters(46, 20, identity.deviceName),
    [90, shown('word', () => codes.ok)],
    [94, bounded('word', [3, 4], system, 'lineFrequency')],
    [1328, choice(unitCodes, system, 'display')],
    [6730, choice(unitCodes, units, 'ethernet')],
    [14080, choice(unitCodes, units, 'serial')],
  ];
}

function textRegisters(address: number, length: number, text: string): readonly F4tEntry[] {
  return Array.from({ length }, (_, index) => {
    const code = index < text.length ? text.charCodeAt(index) : 0;
    return [address + index, shown('character', () => code)];
  });
}

function switchRegisters(model: F4tModel): readonly F4tEntry[] {
  const { events, keys } = model;
  return [
    ...eventRegisters.map((address, index): F4tEntry => [address, choice(offOn, events, index)]),
    ...keys.flatMap((_, index): readonly F4tEntry[] => [
      [6844 + 20 * index, shown('word', () => (keys[index] === true ? codes.on : codes.off))],
      [6850 + 20 * index, key(() => (keys[index] = keys[index] !== true))],
    ]),
    // Module 1, point 1: where builders wire "chamber running".
    [33718, shown('word', () => (model.running ? codes.on : codes.off))],
  ];
}

/** A function key that toggles when it goes down. */
function key(toggle: () => void): F4tEntry[1] {
  return {
    type: 'word',
    get: () => codes.up,
    set: (code) => {
      if (code === codes.down) toggle();
      return code === codes.down || code === codes.up;
    },
  };
}
