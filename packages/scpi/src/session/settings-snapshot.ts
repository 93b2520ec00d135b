import { FourwireError } from '@fourwire/core';
import type { Call, Identity } from '@fourwire/core';
import { rawCommand, scpi } from '../codec/command.ts';
import type { ScpiCommand } from '../codec/command.ts';
import { excerpt, malformed, refused } from '../codec/fault.ts';
import { keyword } from '../codec/fragment.ts';
import { parseNumber } from '../codec/number.ts';
import { splitResponse } from '../codec/split.ts';
import type { ScpiSession } from './scpi-session.ts';

/** How an instrument was set at one moment: plain data, to be kept as JSON. */
export interface SettingsSnapshot {
  readonly identity: Identity;
  /** Values as the instrument gave them, by the command that sets them; written back in this order. */
  readonly settings: readonly SavedSetting[];
}

/** One setting: `SENS:VOLT:RANG` and `+1.00000000E+01`. */
export interface SavedSetting {
  readonly command: string;
  readonly value: string;
}

/** A setting that differs; undefined on the side where it is missing. */
export interface SettingDifference {
  readonly command: string;
  readonly before: string | undefined;
  readonly after: string | undefined;
}

/**
 * Saves settings by asking for each: of `SENS:VOLT:RANG` the answer to `SENS:VOLT:RANG?`. Name what decides over others
 * first (the function before its range), for that is the order in which they are recalled.
 *
 * @param commands - headers without a question mark, such as `SENS:VOLT:RANG`
 * @throws FourwireError of kind `range` for what is no header, before anything is sent; `device` for one that the
 * instrument does not know
 */
export async function saveSettings(
  session: ScpiSession,
  commands: readonly string[],
  call?: Call,
): Promise<SettingsSnapshot> {
  const headers = commands.map((command) => keyword(command));
  return session.transaction(async (exclusive) => {
    const identity = await exclusive.identity(call);
    const settings: SavedSetting[] = [];
    for (const header of headers) {
      const value = await exclusive.query(scpi`${header}?`, call);
      settings.push({ command: header.text, value: sole(value) });
    }
    return { identity, settings };
  }, call);
}

/**
 * Saves all settings of an instrument that has `*LRN?`, which answers the commands that set it as it is. Most
 * instruments do not have it.
 */
export async function learnSettings(session: ScpiSession, call?: Call): Promise<SettingsSnapshot> {
  return session.transaction(async (exclusive) => {
    const identity = await exclusive.identity(call);
    const message = await exclusive.query(scpi`*LRN?`, call);
    return { identity, settings: rootedUnits(message) };
  }, call);
}

/**
 * Writes settings back, one after the other, and reads them back.
 *
 * @returns what differs nevertheless: nothing when all is as it was
 * @throws FourwireError of kind `device`: code `model-unsupported` for settings of another model, `scpi-error` with the
 * command that the instrument refused
 */
export async function recallSettings(
  session: ScpiSession,
  snapshot: SettingsSnapshot,
  call?: Call,
): Promise<readonly SettingDifference[]> {
  const { identity, settings } = snapshot;
  const messages = settings.map(recallCommand);
  const { model } = await session.identity(call);
  if (model !== identity.model) {
    throw new FourwireError(
      'device',
      'model-unsupported',
      `The settings are those of a ${identity.model}; the device says it is a ${model}.`,
    );
  }
  for (const each of messages) await session.send(each, call);
  // What a common command sets is not always asked by the same name, and a command without a value not at all.
  const asked = settings.filter(({ command, value }) => value !== '' && !command.startsWith('*'));
  const after = await saveSettings(
    session,
    asked.map(({ command }) => command.replace(/^:/, '')),
    call,
  );
  return compareSettings({ identity, settings: asked }, after);
}

/** The command that writes a setting; a snapshot may come from a file, so it is looked at closely. */
function recallCommand({ command, value }: SavedSetting): ScpiCommand {
  if (!/^[:*]?[A-Za-z]\w*(?::[A-Za-z]\w*)*$/.test(command)) {
    throw refused(
      'scpi-value-refused',
      `Expected a command such as SENS:VOLT:RANG, got ${excerpt(command)}.`,
    );
  }
  return rawCommand(value === '' ? command : `${command} ${sole(value)}`);
}

/** The settings in which two snapshots differ; numbers are equal when their values are, however they are written. */
export function compareSettings(
  before: SettingsSnapshot,
  after: SettingsSnapshot,
): readonly SettingDifference[] {
  const old = valuesOf(before);
  const now = valuesOf(after);
  return [...new Set([...old.keys(), ...now.keys()])]
    .map((command) => ({ command, before: old.get(command), after: now.get(command) }))
    .filter((each) => !sameText(each.before, each.after));
}

function valuesOf({ settings }: SettingsSnapshot): ReadonlyMap<string, string> {
  return new Map(settings.map(({ command, value }) => [command.replace(/^:/, '').toUpperCase(), value]));
}

function sameText(before: string | undefined, after: string | undefined): boolean {
  if (before === undefined || after === undefined) return before === after;
  return before === after || Object.is(numberIn(before), numberIn(after) ?? before);
}

function numberIn(text: string): number | undefined {
  try {
    return parseNumber(text);
  } catch {
    return undefined;
  }
}

/** A value that is one: what a reply holds must not become another command when it is written back. */
function sole(value: string): string {
  if (splitResponse(value).length <= 1) return value;
  throw malformed(
    'scpi-setting-malformed',
    `Expected the value of one setting, got ${excerpt(value)}.`,
    value,
  );
}

/** The units of a program message, each from the root of the tree. */
function rootedUnits(message: string): SavedSetting[] {
  const settings: SavedSetting[] = [];
  let path = '';
  for (const unit of cutUnits(message)) {
    const [, header = '', value = ''] = /^\s*([^\s"']+)\s*(.*?)\s*$/s.exec(unit) ?? [];
    if (header === '') continue;
    const isCommon = header.startsWith('*');
    const full = isCommon || header.startsWith(':') ? header : `${path}:${header}`;
    if (!isCommon) path = full.slice(0, Math.max(0, full.lastIndexOf(':')));
    settings.push({ command: full, value });
  }
  return settings;
}

/** Cut at semicolons that are not inside quotes. */
function cutUnits(message: string): string[] {
  return message.match(/(?:"(?:[^"]|"")*"|'(?:[^']|'')*'|[^;"'])+/g) ?? [];
}
