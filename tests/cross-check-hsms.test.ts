import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InProcessTransport, VirtualClock } from '@fourwire/core';
import type { ByteService } from '@fourwire/core';
import {
  A,
  B,
  F4,
  F8,
  GemEquipment,
  HsmsFrameReader,
  HsmsTransport,
  I1,
  I2,
  I4,
  I8,
  L,
  U1,
  U2,
  U4,
  U8,
  gemIds,
  hsmsName,
  hsmsService,
  openGemHost,
} from '@fourwire/secs';
import { describe, expect, it } from 'vitest';
import { installed } from './setup/programs.ts';

/** Notes what goes over a link, in both directions, piece by piece. */
function tapped(service: ByteService, heard: Uint8Array[]): ByteService {
  return {
    connect: (peer) => {
      const session = service.connect({
        send: (bytes) => {
          heard.push(bytes.slice());
          peer.send(bytes);
        },
        close: () => peer.close(),
      });
      return {
        receive: (bytes) => {
          heard.push(bytes.slice());
          session.receive(bytes);
        },
        closed: () => session.closed(),
      };
    },
  };
}

/** Everything that a host and an equipment say in a session with most of GEM in it. */
async function listenIn(): Promise<readonly Uint8Array[]> {
  const clock = new VirtualClock();
  const everyFormat = L(
    B(1, 255),
    U1(1),
    U2(2),
    U4(3),
    U8(2n ** 64n - 1n),
    I1(-1),
    I2(-2),
    I4(-3),
    I8(-4n),
    F4(1.5),
    F8(-0.1),
    A('text'),
    L(),
    { format: 'BOOLEAN', value: [true, false] },
  );
  const equipment = new GemEquipment({
    model: 'WB-SIM',
    softwareRevision: '1.0.0',
    clock,
    variables: [
      {
        id: 1,
        name: 'Temperature',
        unit: 'degC',
        value: () => F4(20),
        limits: { min: 0, max: 99, event: 11 },
      },
      { id: 2, name: 'Everything', value: () => everyFormat },
    ],
    events: [
      { id: 10, name: 'Done' },
      { id: 11, name: 'Limit' },
    ],
    alarms: [{ id: 5, text: 'Wire out', category: 6 }],
    commands: [{ name: 'START', run: () => 'later' }],
    programs: { bodies: new Map(), formatted: new Map() },
  });
  const service = hsmsService({ clock, linktest: { seconds: 20 } });
  equipment.attach(service);
  const heard: Uint8Array[] = [];
  const link = new InProcessTransport(tapped(service, heard));
  await clock.run(async () => {
    const opened = await openGemHost(new HsmsTransport(() => link), { clock });
    const { host } = opened;
    await host.statusVariables.read([1, 2]);
    await host.constants.describe();
    await host.events.replace([{ id: 1, variables: [1, 2] }], [{ event: 10, reports: [1] }]);
    equipment.raise(10);
    equipment.constants.set(gemIds.constants.annotatedEvents, U1(1));
    equipment.raise(10);
    equipment.alarms.change(5, true);
    await host.alarms.list();
    await host.traces.start({ id: 1, variables: [1], period: { seconds: 1 }, samples: 4, group: 2 });
    await host.limits.define(1, [{ id: 1, upper: 50, lower: 40 }]);
    await host.limits.list();
    await host.spool.select({ 5: [], 6: [11] });
    await host.commands.send('START', { LOTID: 'L1' });
    await host.commands.sendTo('HEAD', 'START', { A: { B: U4(1) } });
    await host.programs.download(
      'P',
      Uint8Array.from({ length: 1000 }, (_, index) => index & 0xff),
    );
    await host.programs.upload('P');
    await host.formattedPrograms.download({ id: 'F', model: 'M', softwareRevision: '1', steps: [] });
    await host.terminal.showLines(['line 1', 'line 2']);
    await host.clock.set();
    await clock.sleep({ seconds: 60 });
    await host.communications.goOffline();
    await host.statusVariables.read([1]).catch(() => {});
    await opened.close();
    equipment.stop();
    await clock.sleep(1);
  });
  return heard;
}

describe.skipIf(!installed('tshark', 'text2pcap'))('what host and equipment say over HSMS', () => {
  it('is read by the dissector of Wireshark without a malformed mark, each message as what it is', async () => {
    const heard = await listenIn();
    const folder = mkdtempSync(join(tmpdir(), 'fourwire-hsms-'));
    try {
      const reader = new HsmsFrameReader();
      const names: string[] = [];
      for (const piece of heard) {
        reader.push(piece);
        for (let frame = reader.next(); frame !== undefined; frame = reader.next())
          names.push(hsmsName(frame.header));
      }
      const dump = heard.map(
        (piece) => `000000 ${Buffer.from(piece).toString('hex').replaceAll(/../g, '$& ')}`,
      );
      writeFileSync(join(folder, 'session.txt'), `${dump.join('\n')}\n`);
      const capture = join(folder, 'session.pcap');
      execFileSync('text2pcap', ['-q', '-T', '50000,5000', join(folder, 'session.txt'), capture], {
        stdio: 'ignore',
      });
      const tshark = (...args: readonly string[]): string =>
        execFileSync('tshark', ['-r', capture, '-d', 'tcp.port==5000,hsms', ...args], {
          encoding: 'utf8',
          stdio: ['ignore', 'pipe', 'ignore'],
        });
      expect(tshark('-Y', '_ws.malformed || hsms.header.ptype.unknown')).toBe('');
      const fields = ['stream', 'function', 'wbit'].flatMap((name) => ['-e', `hsms.header.${name}`]);
      const read = tshark('-Y', 'hsms.header.stream', '-T', 'fields', '-E', 'separator=/s', ...fields)
        .trim()
        .split('\n')
        .flatMap((line) => {
          const [streams = '', functions = '', wBits = ''] = line.split(' ');
          return streams.split(',').map((stream, index) => {
            const bit = wBits.split(',')[index];
            const reply = bit === '1' || bit === 'True' ? ' W' : '';
            return `S${stream}F${String(functions.split(',')[index])}${reply}`;
          });
        });
      const said = names.filter((name) => /^S\d/.test(name));
      expect(read).toEqual(said);
      expect(said.length).toBeGreaterThan(60);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
