import { defineDriver, tidy } from '@fourwire/core';
import type { ByteTransport, Call, DriverContext } from '@fourwire/core';
import { LineSession } from '@fourwire/transport';
import { stageMembers } from '../classes/stage-members.ts';
import type { AxisName, Place, StageAxisDialect, StageOptions } from '../classes/stage-members.ts';
import { stage } from '../classes/stage.ts';
import { refused, unexpected } from '../faults.ts';
import { axisFault } from '../stages/axis-fault.ts';
import { optionRefused, stageAxes, toleranceOf } from '../stages/stage-axes.ts';
import type { ByAxis, StageAxisOptions } from '../stages/stage-axes.ts';
import { twoRuns } from '../stages/two-runs.ts';
import { tangoErrorText } from './tango-errors.ts';

/** What the driver of TANGO stages may be told. */
export interface TangoStageOptions extends StageOptions {
  /** The axes that the stage has: `x` and `y` unless given; `z` is the focus. */
  readonly axes?: ByAxis<StageAxisOptions>;
}

const letters = ['x', 'y', 'z'] as const;
type Letter = (typeof letters)[number];

/** What `?calst` says once both ends of travel were found. */
const referenced = 3;

/**
 * Märzhäuser TANGO controllers as XYZ stages, on USB or RS-232. The focus alone is a driver of `@fourwire/metrology`.
 *
 * Source: sheet tango-prior.md, part A, after comet and Micro-Manager. Lengths are counted in µm, which is said before
 * each of them. A move is refused in an error and with the joystick on. A reference run goes to both
 * ends of travel. Unconfirmed: the settings of the serial line; the letters of the status beyond `@` and `M`.
 */
export const tangoStage = defineDriver({
  name: 'maerzhaeuser-tango-stage',
  deviceClass: stage,
  wire: 'bytes',
  bus: { timeout: { seconds: 5 } },
  // Unconfirmed: from the manual; USB ignores it.
  serial: { baudRate: 57_600, stopBits: 2 },
  connect: ({ bus, clock }: DriverContext<ByteTransport>, options: TangoStageOptions) => {
    const { axes: given = { x: {}, y: {} } } = options;
    if (given.theta !== undefined)
      throw optionRefused('axes must name x, y and z only: a TANGO stage has no theta.');
    const lines = new LineSession(bus, clock);
    const named = Object.keys(given);
    /** Said before each length: the controller forgets it with its power, and a number in mm would look like one in µm. */
    const inMicrometres = named.map((name) => `!dim ${name} 1`).join('\r');

    const ask = async (command: string, call: Call): Promise<string> =>
      lines.ask(
        command,
        (line) => (isStatus(line) || isEcho(line) ? undefined : { answer: line.trim() }),
        call,
      );
    const numbers = async (command: string, count: number, call: Call): Promise<readonly number[]> => {
      const text = await ask(command, call);
      const fields = text.split(/\s+/);
      if (fields.length !== count || !fields.every((field) => /^-?\d+(\.\d+)?$/.test(field)))
        throw unexpected(`${count} numbers in answer to ${command}`, text);
      return fields.map(Number);
    };
    const number = async (command: string, call: Call): Promise<number> => {
      const [value = Number.NaN] = await numbers(command, 1, call);
      return value;
    };
    /** Commands that begin with an exclamation mark are not answered; the number of the error tells. */
    const tell = async (command: string, call: Call): Promise<void> => {
      const code = await number(`!autostatus 0\r!err\r${command}\r?err`, call);
      if (code !== 0) throw refused(command, code, tangoErrorText(code));
    };
    /** Looks like a status sent unasked, which is switched off. */
    const state = async (letter: Letter, call: Call): Promise<string> => {
      const text = await lines.ask(
        '?statusaxis',
        (line) => (isStatus(line) ? { answer: line.trim() } : undefined),
        call,
      );
      return text.charAt(letters.indexOf(letter));
    };
    const startTogether = async (targets: Place, call: Call): Promise<void> => {
      for (const name of letters) {
        if (targets[name] === undefined) continue;
        const now = await state(name, call);
        const fault = faults[now];
        if (fault !== undefined) throw axisFault(name, now, fault);
      }
      const moves = letters.flatMap((name) => {
        const target = targets[name];
        return target === undefined ? [] : [`!moa ${name} ${tidy(target)}`];
      });
      await tell(`${inMicrometres}\r${moves.join('\r')}`, call);
    };

    const axis = (axisOptions: StageAxisOptions, name: AxisName): StageAxisDialect => {
      const letter = letters.find((one) => one === name) ?? 'x';
      const tolerance = toleranceOf(name, axisOptions);
      const moving = async (call: Call): Promise<boolean> => (await state(letter, call)) === 'M';
      return {
        tolerance: () => tolerance,
        position: async (call) => tidy(await number(`${inMicrometres}\r?pos ${letter}`, call)),
        moving,
        start: async (position, call) => startTogether({ [name]: position }, call),
        halt: async (call) => lines.tell('!a', call),
        limits: async (call) => {
          const [min = -Infinity, max = Infinity] = await numbers(
            `${inMicrometres}\r?lim ${letter}`,
            2,
            call,
          );
          return { min, max };
        },
        reference: {
          referenced: async (call) => (await number(`?calst ${letter}`, call)) === referenced,
          ...twoRuns({
            moving,
            first: async (call) => tell(`!cal ${letter}`, call),
            second: async (call) => tell(`!rm ${letter}`, call),
          }),
        },
      };
    };

    return {
      identify: async (call) => {
        const version = await ask('?version', call);
        const [, model, firmware = ''] = /^(TANGO[^\s,]*)(?:.*?\bversion\s+([^\s,]+))?/i.exec(version) ?? [];
        if (model === undefined) throw unexpected('TANGO in answer to ?version', version);
        return { manufacturer: 'Märzhäuser', model, serialNumber: '', firmware };
      },
      setUp: async (call) => lines.tell('!autostatus 0', call),
      tearDown: lines.release,
      members: stageMembers(
        {
          clock,
          axes: stageAxes(given, axis),
          startTogether,
          haltAll: async (call) => lines.tell('!a', call),
        },
        options,
      ),
    };
  },
});

/** Why an axis does not move, by the letter of its status. */
const faults: Readonly<Record<string, string>> = {
  E: 'it is in error',
  J: 'the joystick is on',
  '-': 'the controller has no such axis',
};

/** A command that came back, as on a line with an echo; no answer begins so. */
function isEcho(line: string): boolean {
  return /^[?!]/.test(line.trim());
}

/** A line of one letter an axis, such as `@@M-.`. */
function isStatus(line: string): boolean {
  return /^[@MJADESC-]{3,4}\.?-?\.?$/.test(line.trim());
}
