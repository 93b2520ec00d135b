import { FourwireError, findReadable, isoText, listMembers, memberOf, systemClock } from '@fourwire/core';
import type { Reading, Timer, ValueSchema } from '@fourwire/core';
import type { Bench } from '@fourwire/bench';
import type { Command } from 'commander';
import { Subscription, auditTime } from 'rxjs';
import { deviceCommand } from '../device/device-options.ts';
import type { DeviceChoice } from '../device/device-options.ts';
import { targetOf } from '../device/target.ts';
import type { Target } from '../device/target.ts';
import { deviceOf, withBench } from '../device/with-bench.ts';
import type { Io } from '../io.ts';
import { example } from '../text/example.ts';
import { formatReading } from '../text/format-reading.ts';
import { seconds } from '../text/parse-words.ts';
import { plotLine } from '../text/plot.ts';
import type { Sample } from '../text/plot.ts';
import { shapeOf } from '../text/shape.ts';
import { formatTable, widthOf } from '../text/table.ts';

interface WatchChoice extends Omit<DeviceChoice, 'timeout'> {
  readonly for?: number;
  readonly every?: number;
  readonly plot?: true;
  readonly json?: true;
}

/** A member that is watched. */
interface Watched {
  readonly path: string;
  readonly device: string;
  readonly member: string;
  readonly schema: ValueSchema;
}

/** How many samples of a line are kept. */
const mostSamples = 600;

/** How often a screen is drawn anew, in ms. */
const redrawMs = 250;

/** Adds `fourwire watch`. */
export function addWatch(program: Command, io: Io): void {
  program.addCommand(
    deviceCommand('watch', { timeout: false })
      .copyInheritedSettings(program)
      .description('show members of machines as they change, until Ctrl-C')
      .argument(
        '[members...]',
        'what to watch; the name of a device stands for all its\nplain values; those of all devices unless given',
      )
      .option('--plot', 'draw the first member over time')
      .option(
        '--every <time>',
        'show no more often, in s or with a unit; as often as they are read unless given',
        seconds,
      )
      .option('--for <time>', 'end after this time, in s or with a unit', seconds)
      .option('--json', 'as JSON, one line a reading')
      .addHelpText(
        'after',
        example(
          'fourwire watch bench.yaml oven meter/reading',
          'fourwire watch bench.yaml oven/temperature --plot --for 10min',
          'fourwire watch modbus-tcp://10.0.0.7:502/1 --driver watlow-f4t',
        ),
      )
      .action(async (address: string, paths: readonly string[], choice: WatchChoice) => {
        const target = await targetOf(io, address, choice);
        const watched = await watchedMembers(target, paths);
        const [first] = watched;
        if (choice.plot && first !== undefined && !isNumber(first.schema)) {
          throw new FourwireError(
            'range',
            'member-not-plotted',
            `${first.path} is no number and cannot be drawn; leave --plot out, or begin with a member that is.`,
          );
        }
        const devices = watched.map(({ device }) => device);
        await withBench(io, target.only(devices), choice, async (bench, { signal }) =>
          watch(io, bench, watched, choice, signal),
        );
      }),
  );
}

async function watchedMembers(target: Target, paths: readonly string[]): Promise<readonly Watched[]> {
  const names = Object.keys(target.file.devices);
  const wanted = paths.length > 0 ? paths : target.isBench ? names : [''];
  const lists = await Promise.all(
    wanted.map(async (path) =>
      path === '' || (target.isBench && names.includes(path))
        ? plainMembers(target, path)
        : [await watchedMember(target, path)],
    ),
  );
  return [...new Map(lists.flat().map((one) => [one.path, one])).values()];
}

async function watchedMember(target: Target, path: string): Promise<Watched> {
  const { device, description, member } = await target.place(path);
  return { path, device, member, schema: findReadable(description, member).schema };
}

/** What of a device fits into a line: every machine of the driver has it, and it is one value. */
async function plainMembers(target: Target, name: string): Promise<readonly Watched[]> {
  const prefix = name === '' ? '' : `${name}/`;
  const { device, description } = await target.place(`${prefix}*`);
  return listMembers(description).flatMap(({ path, member, optional }): Watched[] => {
    if (member.kind !== 'readable' && member.kind !== 'writable') return [];
    if (optional || path.includes('/N/') || !isPlain(member.schema)) return [];
    return [{ path: `${prefix}${path}`, device, member: path, schema: member.schema }];
  });
}

async function watch(
  io: Io,
  bench: Bench,
  watched: readonly Watched[],
  choice: WatchChoice,
  signal: AbortSignal,
): Promise<void> {
  const show = choice.json
    ? jsonLines(io)
    : io.terminal === undefined
      ? plainLines(io)
      : await onScreen(io.terminal, watched, choice);
  const all = new Subscription();
  for (const one of watched) {
    const { value$ } = memberOf(deviceOf(bench, one.device), one.member);
    const readings$ =
      choice.every === undefined
        ? value$
        : value$.pipe(auditTime(choice.every * 1000, systemClock.scheduler));
    all.add(readings$.subscribe({ next: (reading) => show.reading(one, reading), error: () => {} }));
  }
  try {
    await systemClock.sleep(choice.for === undefined ? Infinity : choice.for * 1000, signal);
  } catch (caught) {
    // Ctrl-C is how watching ends.
    if (!signal.aborted) throw caught;
  } finally {
    all.unsubscribe();
    show.end();
  }
}

/** Takes readings and shows them. */
interface Show {
  reading(watched: Watched, reading: Reading<unknown>): void;
  end(): void;
}

function jsonLines(io: Io): Show {
  return {
    reading: ({ path, schema }, { at, quality, value, error }) => {
      const { unit } = shapeOf(schema);
      const line = {
        at: isoText(at),
        member: path,
        ...(value === undefined ? {} : { value }),
        ...(unit === undefined ? {} : { unit }),
        quality,
        ...(error === undefined ? {} : { error: error.message }),
      };
      io.out(`${JSON.stringify(line)}\n`);
    },
    end: () => {},
  };
}

function plainLines(io: Io): Show {
  return {
    reading: ({ path, schema }, reading) =>
      io.out(`${isoText(reading.at)}  ${path}  ${formatReading(schema, reading)}\n`),
    end: () => {},
  };
}

async function onScreen(
  terminal: NonNullable<Io['terminal']>,
  watched: readonly Watched[],
  choice: WatchChoice,
): Promise<Show> {
  const { createLogUpdate } = await import('log-update');
  const update = createLogUpdate(terminal as typeof process.stdout);
  const last = new Map<string, Reading<unknown>>();
  const samples: Sample[] = [];
  const [first] = watched;
  const draw = (): void => {
    const columns = widthOf({ terminal });
    const rows = watched.map(({ path, schema }) => {
      const reading = last.get(path);
      return [
        path,
        reading === undefined ? '...' : formatReading(schema, reading),
        reading === undefined ? '' : isoText(reading.at).slice(11, 19),
      ];
    });
    const table = formatTable(['MEMBER', 'VALUE', 'TIME (UTC)'], rows, columns);
    const height = (terminal.rows ?? 24) - watched.length - 2;
    const drawn =
      choice.plot && first !== undefined && samples.length > 1
        ? `${plotLine(first.path, samples, { columns, rows: height })}\n`
        : '';
    update(`${drawn}${table}Ctrl-C ends it.`);
  };
  let timer: Timer | undefined;
  const soon = (): void => {
    timer ??= systemClock.setTimer(redrawMs, () => {
      timer = undefined;
      draw();
    });
  };
  draw();
  return {
    reading: (one, reading) => {
      last.set(one.path, reading);
      if (one === first && typeof reading.value === 'number' && reading.quality === 'good') {
        samples.push({ at: reading.at, value: reading.value });
        if (samples.length > mostSamples) samples.shift();
      }
      soon();
    },
    end: () => {
      timer?.cancel();
      draw();
      update.done();
    },
  };
}

function isNumber(schema: ValueSchema): boolean {
  const { type } = shapeOf(schema);
  return type === 'number' || type === 'integer';
}

function isPlain(schema: ValueSchema): boolean {
  const { type, columns } = shapeOf(schema);
  return columns === undefined && type !== 'array' && type !== 'object';
}
