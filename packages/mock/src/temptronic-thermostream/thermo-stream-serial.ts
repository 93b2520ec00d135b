import type { ByteService } from '@fourwire/core';
import { scpiService } from '../scpi/scpi-service.ts';
import type { ThermoStreamInstrument } from './thermo-stream-instrument.ts';

const deviceClear = 0x21;
const statusByte = 0x5e;

/**
 * The serial line of a ThermoStream: answers end with CR LF; `!` is a device clear, which is echoed, and `^` asks for the
 * status byte (sheet section 2). Unconfirmed: that the status byte comes as a decimal number in a line.
 */
export function thermoStreamSerial(instrument: ThermoStreamInstrument): ByteService {
  const lines = scpiService(instrument, { lineEnd: '\r\n' });
  return {
    connect(peer) {
      const text = (characters: string): void => peer.send(Buffer.from(characters, 'latin1'));
      let session = lines.connect(peer);
      const control = (byte: number): void => {
        if (byte === statusByte) {
          text(`${instrument.status.statusByte(false)}\r\n`);
          return;
        }
        session.closed();
        session = lines.connect(peer);
        text('!');
      };
      return {
        receive(bytes) {
          let start = 0;
          for (const [at, byte] of bytes.entries()) {
            if (byte !== deviceClear && byte !== statusByte) continue;
            session.receive(bytes.subarray(start, at));
            control(byte);
            start = at + 1;
          }
          session.receive(bytes.subarray(start));
        },
        closed: () => session.closed(),
      };
    },
  };
}
