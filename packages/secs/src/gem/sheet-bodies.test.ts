import { VirtualClock } from '@fourwire/core';
import { expect, it } from 'vitest';
import { toHex } from '../../test/hex.ts';
import { ScriptedEquipment } from '../../test/scripted-equipment.ts';
import { A, F4, U2 } from '../secs-ii/constructors.ts';
import { encodeItem } from '../secs-ii/encode.ts';
import { itemFromSml } from '../sml/parse.ts';
import { GemHost } from './gem-host.ts';

/** Bodies of gem.md section 13 that a host sends, each made by another implementation, and what has ours send it. */
const bodies: readonly (readonly [name: string, hex: string, send: (host: GemHost) => Promise<unknown>])[] = [
  [
    'S2F23',
    '01 05 b1 04 00 00 00 01 41 06 30 30 30 30 31 30 b1 04 00 00 00 64 b1 04 00 00 00 05 01 02 b1 04 00 00 0b b9 b1 04 00 00 0b ba',
    async (host) =>
      host.traces.start({ id: 1, variables: [3001, 3002], period: { seconds: 10 }, samples: 100, group: 5 }),
  ],
  [
    'S7F1',
    '01 02 41 05 50 4b 47 2d 41 b1 04 00 00 00 04',
    async (host) => host.programs.download('PKG-A', Uint8Array.of(0xde, 0xad, 0xbe, 0xef)),
  ],
  [
    'S7F3',
    '01 02 41 05 50 4b 47 2d 41 21 04 de ad be ef',
    async (host) => host.programs.download('PKG-A', Uint8Array.of(0xde, 0xad, 0xbe, 0xef)),
  ],
  ['S7F5', '41 05 50 4b 47 2d 41', async (host) => host.programs.upload('PKG-A')],
  ['S7F17', '01 01 41 05 50 4b 47 2d 41', async (host) => host.programs.delete(['PKG-A'])],
  [
    'S7F23',
    '01 04 41 05 50 4b 47 2d 41 41 06 57 42 2d 53 49 4d 41 05 31 2e 30 2e 30 01 02 01 02 41 05 42 4f 4e 44 31 01 03 91 04 41 c8 00 00 91 04 42 a0 00 00 a9 02 00 0c 01 02 41 04 4c 4f 4f 50 01 01 a9 02 00 c8',
    async (host) =>
      host.formattedPrograms.download({
        id: 'PKG-A',
        model: 'WB-SIM',
        softwareRevision: '1.0.0',
        steps: [
          { code: 'BOND1', parameters: [F4(25), F4(80), U2(12)] },
          { code: 'LOOP', parameters: [U2(200)] },
        ],
      }),
  ],
  [
    'S2F43',
    // Streams go in the order of their numbers.
    '01 02 01 02 a5 01 05 01 00 01 02 a5 01 06 01 01 a5 01 0b',
    async (host) => host.spool.select({ 6: [11], 5: [] }),
  ],
  [
    'S2F45',
    '01 02 b1 04 00 00 00 00 01 01 01 02 b1 04 00 00 0b b9 01 01 01 02 21 01 01 01 02 91 04 43 1b 00 00 91 04 43 16 00 00',
    async (host) => host.limits.define(3001, [{ id: 1, upper: 155, lower: 150 }], F4),
  ],
  [
    'S2F49',
    '01 04 b1 04 00 00 00 00 41 00 41 09 50 50 2d 53 45 4c 45 43 54 01 01 01 02 41 04 50 50 49 44 41 05 50 4b 47 2d 41',
    async (host) => host.commands.sendTo('', 'PP-SELECT', { PPID: A('PKG-A') }),
  ],
  [
    'S10F5',
    '01 02 21 01 00 01 02 41 06 6c 69 6e 65 20 31 41 06 6c 69 6e 65 20 32',
    async (host) => host.terminal.showLines(['line 1', 'line 2']),
  ],
  ['S2F31', '41 10 32 30 32 36 31 31 32 33 31 34 30 30 33 30 30 30', async (host) => host.clock.set()],
];

it.each(bodies)('the host sends %s as the sheet has it', async (name, hex, send) => {
  const equipment = new ScriptedEquipment();
  for (const granted of ['S7F1', 'S7F3', 'S7F17', 'S7F23', 'S2F23', 'S2F31', 'S10F5'])
    equipment.answers.set(granted, '<B 0>');
  for (const pair of ['S2F43', 'S2F45', 'S2F49']) equipment.answers.set(pair, '<L <B 0> <L>>');
  equipment.answers.set('S7F5', '<L <A "PKG-A"> <B 1>>');
  const clock = new VirtualClock(Date.UTC(2026, 10, 23, 14, 0, 30));
  await send(new GemHost(await equipment.client(clock), clock, { timeZone: 'UTC' }));
  const sml = equipment.asked.find((asked) => asked.startsWith(`${name} W `)) ?? '';
  expect(toHex(encodeItem(itemFromSml(sml.slice(name.length + 3))))).toBe(hex);
});
