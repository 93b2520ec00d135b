import { VirtualClock } from '@fourwire/core';
import { describe, expect, it } from 'vitest';
import { RawHost } from '../../test/raw-host.ts';
import { replyTo } from '../messages/message.ts';
import { L } from '../secs-ii/constructors.ts';
import { hsmsService } from './hsms-service.ts';

/** An equipment that answers every primary with an empty list. */
async function onService(
  work: (connect: () => RawHost, clock: VirtualClock) => Promise<void>,
): Promise<void> {
  const clock = new VirtualClock();
  const service = hsmsService({ clock, linktest: 'off' });
  service.wire.primary$.subscribe({
    next: (primary) => primary.reply(replyTo(primary.message, L())),
    error: () => {},
  });
  await clock.run(async () => {
    await work(() => new RawHost(service, clock), clock);
    await service.close();
    await clock.sleep(0);
  });
  expect(clock.pendingTimers).toBe(0);
}

const control = (sType: number, byte2 = 0, byte3 = 0): string =>
  `00 00 00 0a ff ff ${[byte2, byte3, 0, sType].map((byte) => byte.toString(16).padStart(2, '0')).join(' ')} 00 00 00 41`;
const select = control(1);
const data = '00 00 00 0a 00 00 81 01 00 00 00 00 00 41';

/** What every message brings in either state: what comes back from byte 6 on, `closes`, or nothing. */
const matrix: readonly (readonly [name: string, frame: string, unselected: string, selected: string])[] = [
  ['Select.req', select, '00 00 00 02', '00 01 00 02'],
  ['Select.rsp', control(2), '02 03 00 07', '02 03 00 07'],
  ['Deselect.req', control(3), '00 01 00 04', '00 00 00 04'],
  ['Deselect.rsp', control(4), '04 03 00 07', '04 03 00 07'],
  ['Linktest.req', control(5), '00 00 00 06', '00 00 00 06'],
  ['Linktest.rsp', control(6), '06 03 00 07', '06 03 00 07'],
  ['Reject.req', control(7, 0, 4), '', ''],
  ['SType 8', control(8), '08 01 00 07', '08 01 00 07'],
  ['Separate.req', control(9), '', 'closes'],
  ['SType 200', control(200), 'c8 01 00 07', 'c8 01 00 07'],
  ['a control frame with a body', `00 00 00 0c ${control(5).slice(12)} 01 00`, '05 01 00 07', '05 01 00 07'],
  ['PType 1', '00 00 00 0a 00 00 81 01 01 00 00 00 00 41', '01 02 00 07', '01 02 00 07'],
  ['a primary', data, '00 04 00 07', '01 02 00 00'],
  ['a primary without W-bit', '00 00 00 0a 00 00 01 01 00 00 00 00 00 41', '00 04 00 07', ''],
  ['a secondary', '00 00 00 0a 00 00 01 02 00 00 00 00 00 41', '00 04 00 07', ''],
  ['a length of 9', '00 00 00 09 00 00 81 01 00 00 00 00 00', 'closes', 'closes'],
  ['a length of 2 GiB', '80 00 00 00', 'closes', 'closes'],
];

describe('the passive side of HSMS', () => {
  it.each(matrix)('has an outcome for %s in either state', async (_name, frame, unselected, selected) => {
    await onService(async (connect) => {
      const outcome = async (host: RawHost): Promise<string> => {
        const answers = await host.say(frame);
        return host.closed ? 'closes' : answers.map((answer) => answer.slice(18, 29)).join(' & ');
      };
      const first = connect();
      expect(await outcome(first)).toBe(unselected);
      first.leave();
      const second = connect();
      await second.say(select);
      expect(await outcome(second)).toBe(selected);
    });
  });

  it('refuses a second connection with status 3 and closes it, leaving the first alone', async () => {
    await onService(async (connect, clock) => {
      const first = connect();
      await first.say(select);
      const second = connect();
      const [refusal = ''] = await second.say(select.slice(0, 20), select.slice(20));
      expect([refusal.slice(18, 29), second.closed]).toEqual(['00 03 00 02', true]);
      const silent = connect();
      const noise = connect();
      await noise.say('00 00 00 01 00');
      expect(noise.closed).toBe(true);
      await clock.sleep({ seconds: 11 });
      expect(silent.closed).toBe(true);
      expect(await first.say(data)).toHaveLength(1);
    });
  });

  it('closes after T7 without Select, also after Deselect, and after T8 in the middle of a message', async () => {
    await onService(async (connect, clock) => {
      const silent = connect();
      await clock.sleep(9900);
      expect(silent.closed).toBe(false);
      await clock.sleep(200);
      expect(silent.closed).toBe(true);
      const deselected = connect();
      await deselected.say(select, control(3));
      await clock.sleep({ seconds: 11 });
      expect(deselected.closed).toBe(true);
      const halting = connect();
      await halting.say(select, data.slice(0, 20));
      await clock.sleep(5100);
      expect(halting.closed).toBe(true);
      const whole = connect();
      await whole.say(select, data);
      await clock.sleep({ seconds: 60 });
      expect(whole.closed).toBe(false);
    });
  });

  it('serves the next host after a connection that was cut at any byte of an exchange', async () => {
    await onService(async (connect) => {
      const bytes = `${select} ${data}`.split(' ');
      for (let cut = 0; cut <= bytes.length; cut++) {
        const host = connect();
        await host.say(bytes.slice(0, cut).join(' '));
        host.leave();
        const next = connect();
        expect(await next.say(select, data)).toHaveLength(2);
        next.leave();
      }
    });
  });

  it('reads frames byte by byte and glued together alike', async () => {
    await onService(async (connect) => {
      const host = connect();
      const bytes = `${select} ${data} ${data}`.split(' ');
      expect(await host.say(...bytes)).toHaveLength(3);
      host.leave();
      expect(await connect().say(bytes.join(' '))).toHaveLength(3);
    });
  });
});
