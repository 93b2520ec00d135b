import type { ByteService } from '@fourwire/core';
import type { FaultFlag } from '../faults/flag.ts';
import type { EurothermModel } from './eurotherm-model.ts';
import type { EurothermParameter } from './eurotherm-parameters.ts';

const [STX, ETX, EOT, ENQ, ACK, NAK] = [0x02, 0x03, 0x04, 0x05, 0x06, 0x15] as const;

/** What mnemonic EE tells (sheet section 5). */
const errors = { none: 0, mnemonic: 1, readOnly: 2, message: 7, limit: 8 } as const;

/** A longer message is no message. */
const longest = 32;

/** The faults of an EI-Bisynch line. */
export interface BisynchFaults {
  readonly nak: FaultFlag;
  readonly checksum: FaultFlag;
}

/** EI-Bisynch for one instrument (sheet section 5): digits of group and unit come twice, BCC is what follows STX, XORed. */
export function eurothermBisynch(
  model: EurothermModel,
  parameters: readonly EurothermParameter[],
  unit: number,
  faults: BisynchFaults,
): ByteService {
  const address = doubled(unit);
  const byMnemonic = new Map(parameters.map((parameter) => [parameter.mnemonic, parameter]));
  const order = parameters.map(({ mnemonic }) => mnemonic);
  return {
    connect(peer) {
      let message: number[] | undefined;
      let last: string | undefined;
      let error: number = errors.none;
      const data = (mnemonic: string): string | undefined => {
        if (mnemonic === 'EE') return hexadecimal(error);
        const parameter = byMnemonic.get(mnemonic);
        return parameter === undefined ? undefined : shown(parameter, model.decimals);
      };
      const reply = (mnemonic: string): void => {
        model.advance();
        const text = data(mnemonic);
        if (mnemonic !== 'EE') error = text === undefined ? errors.mnemonic : errors.none;
        last = text === undefined ? undefined : mnemonic;
        if (text === undefined || faults.nak.active) {
          peer.send(Uint8Array.of(EOT));
          return;
        }
        const body = [...Buffer.from(`${mnemonic}${text}`, 'latin1'), ETX];
        peer.send(Uint8Array.of(STX, ...body, blockCheck(body) ^ (faults.checksum.active ? 0x55 : 0)));
      };
      const write = (body: string): boolean => {
        model.advance();
        const parameter = byMnemonic.get(body.slice(0, 2));
        const value = parameter === undefined ? Number.NaN : read(body.slice(2));
        if (parameter === undefined) error = errors.mnemonic;
        else if (Number.isNaN(value)) error = errors.message;
        else if (parameter.set === undefined) error = errors.readOnly;
        else error = parameter.set(value) ? errors.none : errors.limit;
        model.advance();
        return error === errors.none;
      };
      /** Takes a message apart once it is whole; says whether it is, so that the next byte begins another. */
      const whole = (bytes: readonly number[]): boolean => {
        const text = Buffer.from(bytes).toString('latin1');
        const etx = bytes.indexOf(ETX);
        if (bytes.at(-1) === ENQ && !bytes.includes(STX)) {
          const wanted = /^(\d{4})[1-9]?(..)$/.exec(text.slice(0, -1));
          if (wanted?.[1] === address) reply(wanted[2] ?? '');
          return true;
        }
        if (etx < 0 || etx === bytes.length - 1) return bytes.length > longest;
        if (text.slice(0, 4) !== address && text.slice(0, 4) !== '~~~~') return true;
        const body = bytes.slice(5);
        const good = bytes[4] === STX && blockCheck(body.slice(0, -1)) === body.at(-1);
        const inner = text.slice(5, etx).replace(/^\d(?=[A-Za-z])/, '');
        const done = good && !faults.nak.active && write(inner);
        if (!good) error = errors.message;
        if (text.slice(0, 4) === address) peer.send(Uint8Array.of(done ? ACK : NAK));
        return true;
      };
      const take = (byte: number): void => {
        // The block check may look like a control character, so it is taken before anything else.
        const checks = message?.at(-1) === ETX;
        if (byte === EOT && !checks) message = [];
        else if (message === undefined) poll(byte);
        else {
          message.push(byte);
          if (whole(message)) message = undefined;
        }
      };
      /** ACK asks for the next parameter after a reply, NAK for the same again. */
      const poll = (byte: number): void => {
        if (last === undefined) return;
        if (byte === NAK) reply(last);
        else if (byte === ACK) reply(order[order.indexOf(last) + 1] ?? '');
      };
      return {
        receive(bytes) {
          for (const byte of bytes) take(byte & 0x7f);
        },
        closed() {},
      };
    },
  };
}

function doubled(unit: number): string {
  const digits = String(unit).padStart(2, '0');
  return `${digits.charAt(0).repeat(2)}${digits.charAt(1).repeat(2)}`;
}

function blockCheck(bytes: readonly number[]): number {
  return bytes.reduce((sum, byte) => sum ^ byte, 0);
}

function shown({ form, get }: EurothermParameter, decimals: number): string {
  if (form === 'status') return hexadecimal(get());
  return get().toFixed(form === 'value' ? decimals : 0);
}

function hexadecimal(value: number): string {
  return `>${value.toString(16).toUpperCase().padStart(4, '0')}`;
}

/** A number as on the display, or a status word; not a number for anything else. */
function read(text: string): number {
  if (/^>[0-9A-Fa-f]{1,4}$/.test(text)) return Number.parseInt(text.slice(1), 16);
  return /^ *[+-]?(?:\d+\.?\d*|\.\d+) *$/.test(text) ? Number(text) : Number.NaN;
}
