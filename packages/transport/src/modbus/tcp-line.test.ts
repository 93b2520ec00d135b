import { FourwireError, InProcessTransport, Turn, VirtualClock } from '@fourwire/core';
import type { TransportHost } from '@fourwire/core';
import { describe, expect, it } from 'vitest';
import { ScriptedService, hex } from '../../test/scripted-service.ts';
import { TcpLine } from './tcp-line.ts';

describe('a Modbus TCP line', () => {
  it('does not use the id of a request that is still owed an answer', async () => {
    const ids: string[] = [];
    const service = new ScriptedService((message) => {
      ids.push(message.slice(0, 5));
      return ids.length === 1 ? undefined : `${message.slice(0, 5)} 00 00 00 05 01 03 02 00 07`;
    });
    const line = new TcpLine(new InProcessTransport(service), 8);
    const host: TransportHost = { clock: new VirtualClock(), lost: () => {}, trace: () => {} };
    await line.open(host, new Turn());
    const request = hex('01 03 00 00 00 01 84 0A');
    const turn = new Turn();
    const unanswered = line.exchange(request, turn);
    await Promise.resolve();
    turn.interrupt(new FourwireError('aborted', 'aborted', 'enough'));
    await expect(unanswered).rejects.toMatchObject({ kind: 'aborted' });
    for (let round = 0; round < 65_537; round++) await line.exchange(request, new Turn());
    expect(ids.slice(0, 2)).toEqual(['00 01', '00 02']);
    expect(ids.slice(-4)).toEqual(['FF FF', '00 00', '00 02', '00 03']);
    await line.close();
  });
});
