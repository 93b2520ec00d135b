import type { ByteService, Clock } from '@fourwire/core';
import { chamberFaults } from '../chamber-controller/chamber-faults.ts';
import { withClientLimit } from '../client-limit.ts';
import { FaultFlag } from '../faults/flag.ts';
import type { FaultSwitches } from '../faults/catalogue.ts';
import { requireRange } from '../physics/check.ts';
import { simulatorContext } from '../simulator.ts';
import type { Simulator, SimulatorOptions } from '../simulator.ts';
import { CtsChamber } from './cts-chamber.ts';
import type { CtsChamberOptions } from './cts-chamber.ts';
import { commandLength, ctsCommands } from './cts-commands.ts';
import type { CtsCommands } from './cts-commands.ts';
import { CtsFrames, ctsFrame } from './cts-frame.ts';

/** What a simulated CTS chamber may be told. */
export interface CtsSimulatorOptions extends SimulatorOptions, CtsChamberOptions {
  /** The address on the serial line, 1 to 32; 1 unless given. */
  readonly address?: number;
  /** The index by which gradients call the temperature, about which the sources disagree; 0 unless given. */
  readonly gradientBase?: 0 | 1;
}

/** TCP connections that a controller has room for. */
const clients = 5;
/** Silence in ms after which the beginning of a command is forgotten. */
const silence = 100;

/**
 * A CTS chamber with ITC or CID (sheet cts.md): bare commands on TCP port 1080, frames with a check on a serial line. Its
 * flags and soft keys are those of machine A of the sheet.
 */
export class CtsSimulator implements Simulator {
  readonly name = 'cts';
  /** Physics, settings and programs. */
  readonly model: CtsChamber;
  readonly faults: FaultSwitches;
  readonly services: {
    /** Belongs on TCP port 1080. */
    readonly tcp: ByteService;
    readonly serial: ByteService;
  };

  /** @throws FourwireError of kind `range` when there is no such address */
  constructor(options: CtsSimulatorOptions = {}) {
    const { clock, random } = simulatorContext(options);
    const { address = 1, gradientBase = 0 } = options;
    requireRange('address', address, 1, 32, '');
    this.model = new CtsChamber(clock, random, options);
    const nak = new FaultFlag();
    const checksum = new FaultFlag();
    this.faults = {
      nak: nak.switch,
      'wrong-checksum': checksum.switch,
      ...chamberFaults(this.model.controller),
    };
    const commands = ctsCommands(this.model, gradientBase);
    const answer: CtsCommands = (command) => {
      this.model.advance();
      // There is no negative reply: what is not taken is not answered.
      const reply = nak.active ? undefined : commands(command);
      this.model.advance();
      return reply;
    };
    this.services = {
      tcp: withClientLimit(bareService(answer, clock), clients),
      serial: frameService(answer, address, () => checksum.active),
    };
  }
}

/** Commands one after the other, without an end: their first letter says how long they are. */
function bareService(answer: CtsCommands, clock: Clock): ByteService {
  return {
    connect(peer) {
      let rest = '';
      let heard = clock.wire.monotonic();
      return {
        receive(bytes) {
          const now = clock.wire.monotonic();
          if (now - heard > silence) rest = '';
          heard = now;
          rest += new TextDecoder('latin1').decode(bytes);
          for (;;) {
            const length = commandLength(rest);
            if (length === undefined) rest = '';
            if (length === undefined || rest.length < length) return;
            const reply = answer(rest.slice(0, length));
            rest = rest.slice(length);
            if (reply !== undefined) peer.send(Buffer.from(reply, 'latin1'));
          }
        },
        closed() {},
      };
    },
  };
}

function frameService(answer: CtsCommands, address: number, spoilt: () => boolean): ByteService {
  return {
    connect(peer) {
      const frames = new CtsFrames(address);
      return {
        receive(bytes) {
          for (const command of frames.push(bytes)) {
            const reply = answer(command);
            if (reply === undefined) continue;
            const frame = ctsFrame(address, reply);
            const last = frame.length - 2;
            if (spoilt()) frame[last] = (frame[last] ?? 0) ^ 1;
            peer.send(frame);
          }
        },
        closed() {},
      };
    },
  };
}
