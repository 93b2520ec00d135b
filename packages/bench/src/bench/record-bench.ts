import { Subscription, distinctUntilChanged, pairwise } from 'rxjs';
import { FourwireError } from '@fourwire/core';
import type { Activity, Lifecycle, Readable, Reading, Unit } from '@fourwire/core';
import type { NewEntry } from '../records/entry.ts';
import type { Journal } from '../records/journal.ts';
import { appendWhatHappens } from './append-what-happens.ts';
import type { Bench, BenchEntry } from './bench.ts';

type Append = (entry: NewEntry) => void;

/**
 * Writes what happens on a bench into a journal: who the instruments are, every write, command and safe call, and when
 * a link went away and came back. Unsubscribe to end it.
 */
export function recordBench(bench: Bench, journal: Journal): Subscription {
  const all = new Subscription();
  const append = appendWhatHappens(journal);
  for (const entry of bench.entries) all.add(recordDevice(entry, bench.simulated, append));
  all.add(
    bench.trips$.subscribe({
      next: ({ at, interlock, because, stopped, safe }) => {
        const what = stopped === undefined ? `makes ${(safe ?? []).join(', ')} safe` : `stops ${stopped}`;
        append({
          type: 'note',
          at,
          text: `The interlock "${interlock}" ${what}: ${because}.`,
          deviation: true,
        });
      },
      error: noteError(bench.name, append),
    }),
  );
  return all;
}

/** Writes the readings of a member into a journal as they come. Unsubscribe to end it. */
export function recordReadings(readable: Readable<number>, unit: Unit, journal: Journal): Subscription {
  const append = appendWhatHappens(journal);
  const write = (reading: Reading<number>): void => {
    append({
      type: 'reading',
      at: reading.at,
      path: readable.path,
      ...(reading.quality === 'bad' ? {} : { value: reading.value }),
      unit,
      quality: reading.quality,
      ...(reading.error === undefined ? {} : { error: fault(reading.error) }),
    });
  };
  return readable.value$.subscribe({ next: write, error: noteError(readable.path, append) });
}

function recordDevice(
  { device, address, calibratedOn, calibrationDueOn }: BenchEntry,
  simulated: boolean,
  append: Append,
): Subscription {
  const { path } = device;
  const all = new Subscription();
  const error = noteError(path, append);
  all.add(
    device.identity$.subscribe({
      next: (identity) => {
        append({
          type: 'identity',
          path,
          ...identity,
          ...(address === undefined ? {} : { address }),
          ...(simulated ? { simulated } : {}),
          ...(calibratedOn === undefined ? {} : { calibratedOn }),
          ...(calibrationDueOn === undefined ? {} : { calibrationDueOn }),
        });
      },
      error,
    }),
  );
  all.add(device.activity$.subscribe({ next: (activity) => append(activityEntry(activity)), error }));
  all.add(
    device.lifecycle$.pipe(distinctUntilChanged(), pairwise()).subscribe({
      next: ([before, now]) => {
        const text = linkChange(before, now);
        if (text !== undefined) append({ type: 'note', text: `${path}: ${text}`, deviation: true });
      },
      error,
    }),
  );
  return all;
}

function linkChange(before: Lifecycle, now: Lifecycle): string | undefined {
  if (now === 'lost') return 'the link went away.';
  return before === 'lost' && now === 'ready' ? 'the link is back, and it is the same device.' : undefined;
}

function activityEntry(activity: Activity): NewEntry {
  switch (activity.type) {
    case 'write': {
      const { at, path, value, error } = activity;
      return { type: 'setting', at, path, value, ...(error === undefined ? {} : { error: fault(error) }) };
    }
    case 'command': {
      const { at, path, phase, input, output, error } = activity;
      return {
        type: 'command',
        at,
        path,
        phase,
        ...(input === undefined ? {} : { input }),
        ...(output === undefined ? {} : { output }),
        ...(error === undefined ? {} : { error: fault(error) }),
      };
    }
    case 'safe': {
      const { at, path, report } = activity;
      return {
        type: 'safe',
        at,
        path,
        reason: report.reason,
        ok: report.ok,
        members: report.members.map((member) => ({
          path: member.path,
          outcome: member.outcome,
          ...(member.value === undefined ? {} : { value: member.value }),
          ...(member.error === undefined ? {} : { error: fault(member.error) }),
        })),
      };
    }
    case 'returned': {
      const { at, path, members } = activity;
      const found = members.map((member) =>
        member.error === undefined
          ? `${member.path} is ${JSON.stringify(member.value)}${member.outcome === 'confirmed' ? '' : ', which is not its safe value'}`
          : `${member.path} cannot be read: ${member.error.message}`,
      );
      return {
        type: 'note',
        at,
        text: `${path}: found after the link was away: ${found.join('; ')}.`,
        deviation: members.some(({ outcome }) => outcome !== 'confirmed'),
      };
    }
    default:
      return activity satisfies never;
  }
}

/** An error as the journal keeps it. */
function fault({ kind, code, message }: { kind: string; code: string; message: string }): {
  kind: string;
  code: string;
  message: string;
} {
  return { kind, code, message };
}

/** These streams do not fail; if one did, the record would say that it has a gap. */
function noteError(path: string, append: Append): (error: unknown) => void {
  return (error) => {
    append({
      type: 'note',
      text: `${path}: recording ended: ${FourwireError.from(error).message}`,
      deviation: true,
    });
  };
}
