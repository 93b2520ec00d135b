import type { BusClient, ByteTransport, Call, Clock } from '@fourwire/core';
import { LineSession } from '@fourwire/transport';
import { refused, unexpected } from '../faults.ts';
import { decodeZaber, encodeZaber } from './zaber-packet.ts';
import type { ZaberReply } from './zaber-packet.ts';

/** Ids go from 0 to 99 and begin anew. */
const ids = 100;

/** Words of a rejection (sheet zaber.md, section 5); from the manual and not confirmed, so unknown ones are passed on. */
const rejections: Readonly<Record<string, string>> = {
  AGAIN: 'it cannot do that now',
  BADAXIS: 'there is no such axis',
  BADCOMMAND: 'there is no such command or setting',
  BADDATA: 'a value is out of range',
  DEVICEONLY: 'the command is for the whole device',
  AXISONLY: 'the command is for one axis',
  DRIVERDISABLED: 'the driver of the motor is disabled',
  FULL: 'its memory is full',
  LOCKSTEP: 'the axis moves in lockstep with another',
  NOTSUPPORTED: 'it does not support that',
  PARKED: 'the axis is parked',
  STATUSBUSY: 'it cannot do that while it moves',
};

/** Speaks with the devices of a Zaber chain; each command carries an id, so that alerts and late replies are told apart. */
export class ZaberSession {
  readonly #lines: LineSession;
  #id = 0;

  constructor(bus: BusClient<ByteTransport>, clock: Clock) {
    this.#lines = new LineSession(bus, clock, { terminator: '\n' });
  }

  /** Leaves the wire to others. */
  get release(): () => Promise<void> {
    return this.#lines.release;
  }

  /**
   * Sends a command and gives its reply; an empty command asks for the state alone.
   *
   * @throws FourwireError of kind `device`, code `instrument-refused`, with the device's word for a rejection
   */
  async ask(device: number, axis: number, command: string, call: Call): Promise<ZaberReply> {
    const id = this.#id;
    this.#id = (id + 1) % ids;
    const reply = await this.#lines.ask(
      encodeZaber(device, axis, id, command),
      (line) => {
        const answer = decodeZaber(line);
        const isOurs = answer?.device === device && answer.axis === axis && answer.id === id;
        return isOurs ? { answer } : undefined;
      },
      call,
    );
    if (reply.accepted) return reply;
    throw refused(command, reply.data, rejections[reply.data] ?? 'see its manual');
  }

  /** Reads a setting that is a number. */
  async number(device: number, axis: number, setting: string, call: Call): Promise<number> {
    const { data } = await this.ask(device, axis, `get ${setting}`, call);
    if (!/^-?\d+(\.\d+)?$/.test(data)) throw unexpected(`a number for ${setting}`, data);
    return Number(data);
  }

  /** All warnings that are active, such as `WR` (sheet, section 4). */
  async warnings(device: number, axis: number, call: Call): Promise<readonly string[]> {
    const { data } = await this.ask(device, axis, 'warnings', call);
    const [count, ...flags] = data.split(' ');
    if (
      !/^\d+$/.test(count ?? '') ||
      flags.length !== Number(count) ||
      flags.some((flag) => flag.length !== 2)
    )
      throw unexpected('a count and as many warnings', data);
    return flags;
  }
}
