import { FourwireError, findMember, listMembers, memberOf } from '@fourwire/core';
import type { Device, Options } from '@fourwire/core';
import type { EntryOf } from '../records/entry.ts';
import type { Journal } from '../records/journal.ts';
import type { Bench } from './bench.ts';

type SnapshotMember = EntryOf<'snapshot'>['members'][number];

/**
 * Reads what every device of a bench is set to and writes it into the journal: all members that can be written, those of
 * parts included. Call it at the start and at the end of a run: the report shows what has changed. A member that cannot be
 * read is in the entry with the reason; it never rejects for one.
 *
 * @param moment - `start`, `end`, or any other name for the moment
 * @throws FourwireError as `Journal.append`, or of kind `aborted`
 *
 * @example
 * ```ts no-run
 * await recordSettings(bench, journal, 'start');
 * ```
 */
export async function recordSettings(
  bench: Bench,
  journal: Journal,
  moment: string,
  options: Options = {},
): Promise<void> {
  await Promise.all(
    bench.entries.map(async ({ device }) => {
      const members: SnapshotMember[] = [];
      for (const path of settingsOf(device)) members.push(await readSetting(device, path, options));
      journal.append({ type: 'snapshot', path: device.path, moment, members });
    }),
  );
}

/** The paths of the members that can be written and that this machine has. */
function settingsOf(device: Device): readonly string[] {
  return listMembers(device.description)
    .filter(({ member }) => member.kind === 'writable')
    .flatMap(({ path }) => numbered(device, path));
}

/** `outputs/N/on` for each output that there is. */
function numbered(device: Device, path: string): readonly string[] {
  const [before, after] = path.split('/N/', 2);
  if (before === undefined || after === undefined) return isThere(device, path) ? [path] : [];
  if (!isThere(device, before)) return [];
  // A part of which there are several is an array of them.
  const parts: unknown = memberOf(device, before);
  const count = Array.isArray(parts) ? parts.length : 0;
  return Array.from({ length: count }, (_, index) => index + 1).flatMap((number) =>
    numbered(device, path.replace('/N/', `/${number}/`)),
  );
}

function isThere(device: Device, path: string): boolean {
  try {
    memberOf(device, path);
    return true;
  } catch {
    return false;
  }
}

async function readSetting(device: Device, path: string, options: Options): Promise<SnapshotMember> {
  const member = findMember(device.description, path);
  const unit = member?.kind === 'writable' ? unitOf(member.schema) : undefined;
  const described = { member: path, ...(unit === undefined ? {} : { unit }) };
  try {
    return { ...described, value: await memberOf(device, path).read(options) };
  } catch (cause) {
    const { kind, code, message } = FourwireError.from(cause);
    if (kind === 'aborted') throw cause;
    return { ...described, error: { kind, code, message } };
  }
}

/** The unit of a quantity; other values have none. */
function unitOf(schema: object): string | undefined {
  return 'unit' in schema && typeof schema.unit === 'string' ? schema.unit : undefined;
}
