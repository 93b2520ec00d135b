import { InProcessTransport, VirtualClock } from '@fourwire/core';
import { describe, expect, it } from 'vitest';
import { ScriptedAdapter } from '../../test/scripted-adapter.ts';
import { TcpServer } from '../../test/tcp-server.ts';
import type { Address } from '../address/address.ts';
import { identify } from './identify.ts';

async function answering(reply: string, heard: string[] = []): Promise<TcpServer> {
  return TcpServer.lines((line, socket) => {
    heard.push(line);
    socket.write(reply);
  });
}

const at = ({ port }: { readonly port: number }): string => `TCPIP0::127.0.0.1::${port}::SOCKET`;

describe('asking an instrument who it is', () => {
  it.each([
    ['Acme,M1,SN 7,1.0\n', ['Acme', 'M1', 'SN 7', '1.0']],
    ['"Acme" , M1,0,1.0,FPGA 2\r\n', ['Acme', 'M1', '', '1.0,FPGA 2']],
    ['Acme M1\n', ['Acme M1', '', '', '']],
  ])('takes the fields of %j', async (reply, [manufacturer, model, serialNumber, firmware]) => {
    const heard: string[] = [];
    await using server = await answering(reply, heard);
    expect(await identify(at(server))).toEqual({ manufacturer, model, serialNumber, firmware });
    expect(heard).toEqual(['*IDN?\n']);
  });

  it('closes the connection, whether there was an answer or not', async () => {
    await using silent = await TcpServer.start((socket) => socket.resume());
    await expect(identify(at(silent), { timeout: 30 })).rejects.toMatchObject({ kind: 'timeout' });
    await expect.poll(() => silent.sockets.size).toBe(0);
  });

  it('can be cancelled', async () => {
    const controller = new AbortController();
    await using silent = await TcpServer.lines(() => controller.abort());
    await expect(identify(at(silent), { signal: controller.signal })).rejects.toMatchObject({
      kind: 'aborted',
    });
  });

  it('fails with kind link where nobody is', async () => {
    const server = await TcpServer.start(() => {});
    await server.kill();
    await expect(identify(at(server))).rejects.toMatchObject({ kind: 'link' });
  });

  it('asks simulators of this process', async () => {
    const link = new InProcessTransport(
      {
        connect: (peer) => ({
          receive: () => peer.send(Buffer.from('Acme,M1,1,2\n')),
          closed: () => {},
        }),
      },
      'meter',
    );
    expect(await identify('sim://meter', { simulators: () => link })).toMatchObject({ model: 'M1' });
  });

  it('asks an instrument behind a GPIB adapter', async () => {
    const clock = new VirtualClock();
    const adapter = new ScriptedAdapter(clock);
    adapter.at('12', () => 'Acme,M1,1,2\n');
    const link = new InProcessTransport(adapter, 'adapter');
    const simulators = ({ kind }: Address): InProcessTransport | undefined =>
      kind === 'prologix-tcp' ? link : undefined;
    const adapters = { 0: 'PRLGX-TCPIP0::10.0.0.3::1234::INTFC' };
    const asked = clock.run(async () => identify('GPIB0::12::INSTR', { clock, simulators, adapters }));
    expect(await asked).toMatchObject({ manufacturer: 'Acme' });
  });

  it('refuses wires that carry no text, and bad addresses, before anything is sent', async () => {
    await expect(identify('modbus-tcp://127.0.0.1:502/1')).rejects.toMatchObject({
      kind: 'range',
      code: 'identity-unsupported',
      message: expect.stringContaining('registers') as string,
    });
    await expect(identify('TCPIP::')).rejects.toMatchObject({ code: 'address-invalid' });
    await expect(identify('hsms://10.0.0.1:5000/0')).rejects.toMatchObject({ code: 'address-unsupported' });
  });
});
