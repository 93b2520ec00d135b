import { checksumWrong, unexpected } from '../faults.ts';

/** A reply of a Zaber device, taken apart. */
export interface ZaberReply {
  readonly device: number;
  /** 0 for the whole device. */
  readonly axis: number;
  /** That of the command, where it had one. */
  readonly id: number | undefined;
  readonly accepted: boolean;
  readonly busy: boolean;
  /** The warning of highest priority; `--` for none. */
  readonly warning: string;
  readonly data: string;
}

/** Check of a packet: what brings the sum of all bytes after the first to 0 modulo 256, in two hexadecimal digits. */
export function zaberChecksum(content: string): string {
  let sum = 0;
  for (const character of content) sum += character.charCodeAt(0);
  return (-sum & 0xff).toString(16).toUpperCase().padStart(2, '0');
}

/** A command with its check, without the LF at its end (sheet zaber.md, section 2). */
export function encodeZaber(device: number, axis: number, id: number, command: string): string {
  const content = `${device} ${axis} ${String(id).padStart(2, '0')}${command === '' ? '' : ` ${command}`}`;
  return `/${content}:${zaberChecksum(content)}`;
}

const shape = /^@(\d{2}) (\d) (?:(\d{2}) )?(OK|RJ) (IDLE|BUSY) (\S\S)(?: (.*))?$/;

/**
 * The reply in a line; `undefined` for alerts, further lines of information and noise.
 *
 * @throws FourwireError of kind `protocol` for a reply that is damaged, or goes on in another line
 */
export function decodeZaber(line: string): ZaberReply | undefined {
  if (!line.startsWith('@')) return undefined;
  const [, packet = '', check] = /^(.*?)(?::([\dA-F]{2}))?$/s.exec(line) ?? [];
  if (check !== undefined && check !== zaberChecksum(packet.slice(1))) throw checksumWrong(line);
  const [, device, axis, id, verdict, state, warning, data = ''] = shape.exec(packet) ?? [];
  if (warning === undefined || data.endsWith('\\'))
    throw unexpected('a reply of a Zaber device in one line', line);
  return {
    device: Number(device),
    axis: Number(axis),
    id: id === undefined ? undefined : Number(id),
    accepted: verdict === 'OK',
    busy: state === 'BUSY',
    warning,
    data,
  };
}
