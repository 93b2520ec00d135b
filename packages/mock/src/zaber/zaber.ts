import type { ByteService } from '@fourwire/core';
import type { FaultSwitches } from '../faults/catalogue.ts';
import { FaultFlag } from '../faults/flag.ts';
import { LineEndFault } from '../faults/line-end-fault.ts';
import { lineInstrument } from '../measuring/line-instrument.ts';
import { motionFaults } from '../motion/motion-faults.ts';
import { requireRange } from '../physics/check.ts';
import { simulatorContext } from '../simulator.ts';
import type { Simulator, SimulatorOptions } from '../simulator.ts';
import { zaberCommand, ZaberRejection } from './zaber-commands.ts';
import { ZaberDevice, zaberWarnings } from './zaber-device.ts';
import { zaberPackets, ZaberReader } from './zaber-packet.ts';
import type { ZaberRequest } from './zaber-packet.ts';

/** What a simulated Zaber chain may be told. */
export interface ZaberSimulatorOptions extends SimulatorOptions {
  /** The axes of each controller of the chain; one controller with three unless given. */
  readonly axes?: readonly number[];
  /** Whether the axes were homed before; false unless given. */
  readonly referenced?: boolean;
}

/**
 * A chain of Zaber controllers of firmware 6 with linear stages of 100 mm, in the ASCII protocol on a serial line and on
 * TCP (sheet zaber.md). A move is answered at once; an alert tells its end where it is asked for.
 */
export class ZaberSimulator implements Simulator {
  readonly name = 'zaber';
  /** The controllers, in the order of the chain. */
  readonly model: readonly ZaberDevice[];
  readonly faults: FaultSwitches;
  readonly services: {
    readonly serial: ByteService;
    /** Belongs on TCP port 55550. */
    readonly tcp: ByteService;
  };
  readonly #busy = new FaultFlag();
  readonly #error = new FaultFlag();
  readonly #checksum = new FaultFlag();
  readonly #unit = new FaultFlag();

  /** @throws FourwireError of kind `range` when a controller has less than one or more than nine axes */
  constructor(options: ZaberSimulatorOptions = {}) {
    const { clock, random } = simulatorContext(options);
    const model = (options.axes ?? [3]).map((axes, index) => {
      requireRange('axes', axes, 1, 9, 'of a controller');
      return new ZaberDevice(clock, random.fork(`device/${index + 1}`), index + 1, axes);
    });
    this.model = model;
    const axes = model.flatMap((device) => device.axes);
    if (options.referenced === true) for (const { controlled } of axes) controlled.assumeReferenced();
    const lineEndFault = new LineEndFault();
    this.faults = {
      ...motionFaults(
        axes.map(({ controlled }) => controlled.motor),
        {
          emergency: (pressed) => {
            if (!pressed) return;
            for (const { controlled } of axes) {
              controlled.halt();
              controlled.enabled = false;
            }
          },
          restart: () => {
            for (const device of model) device.restart();
          },
        },
      ),
      'sensor-open': (active) => {
        for (const axis of axes) axis.encoderFailed = active;
      },
      busy: this.#busy.switch,
      'error-reply': this.#error.switch,
      'wrong-checksum': this.#checksum.switch,
      'wrong-unit-id': this.#unit.switch,
      'wrong-terminator': lineEndFault.switch,
    };
    const service = lineInstrument({ clock, lineEnd: '\r\n', lineEndFault, maxLineBytes: 1000 }, (client) => {
      const reader = new ZaberReader();
      const alert = (device: ZaberDevice, axis: number): void => {
        if (!device.alerts) return;
        for (const packet of this.#packets('!', device, axis, undefined, '')) client.reply(packet);
      };
      const listening = model.flatMap((device) =>
        device.axes.map(({ controlled }, index) => controlled.ended.listen(() => alert(device, index + 1))),
      );
      return {
        line: (text) => {
          const request = reader.take(text);
          if (request === undefined) return;
          for (const packet of this.#answers(request)) client.reply(packet);
        },
        closed: () => {
          for (const stop of listening) stop();
        },
      };
    });
    this.services = { serial: service, tcp: service };
  }

  /** Every device that is meant answers, in the order of the chain. */
  #answers(request: ZaberRequest): readonly string[] {
    if (request.device !== 0) {
      const meant = this.model.filter(({ number }) => number === request.device);
      return meant.flatMap((device) => this.#answer(device, request));
    }
    // Without a number each is numbered by its place.
    const byPlace = request.words.length === 1 && request.words[0] === 'renumber';
    return this.model.flatMap((device, index) =>
      this.#answer(device, byPlace ? { ...request, words: ['renumber', String(index + 1)] } : request),
    );
  }

  #answer(device: ZaberDevice, { axis, id, words }: ZaberRequest): readonly string[] {
    try {
      if (this.#error.active) throw new ZaberRejection('BADCOMMAND');
      if (this.#busy.active && words.length > 0) throw new ZaberRejection('STATUSBUSY');
      return this.#packets('@', device, axis, id, ' OK', zaberCommand(device, axis, words));
    } catch (error) {
      if (!(error instanceof ZaberRejection)) throw error;
      return this.#packets('@', device, axis, id, ' RJ', error.reason);
    }
  }

  #packets(
    kind: '@' | '!',
    device: ZaberDevice,
    axis: number,
    id: number | undefined,
    flag: string,
    data = '',
  ): readonly string[] {
    const axes = axis === 0 || axis > device.axes.length ? device.axes : device.axes.slice(axis - 1, axis);
    const number = this.#unit.active ? (device.number % 99) + 1 : device.number;
    const status = axes.some(({ controlled }) => controlled.moving) ? 'BUSY' : 'IDLE';
    const warning =
      zaberWarnings.find((known) => axes.some(({ warnings }) => warnings.includes(known))) ?? '--';
    const two = (value: number): string => String(value).padStart(2, '0');
    const head = `${two(number)} ${axis}${id === undefined ? '' : ` ${two(id)}`}${flag} ${status} ${warning}`;
    const writing = { checksum: device.checksums, wrong: this.#checksum.active };
    return zaberPackets(kind, head, data, writing);
  }
}
