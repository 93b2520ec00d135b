import type { Complete } from '@bomb.sh/tab';
import { allDrivers, describeDriver, procedures, readBenchFile } from '@fourwire/bench';
import { FourwireError, listMembers } from '@fourwire/core';
import type { ValueSchema } from '@fourwire/core';
import { simulators } from '@fourwire/mock';
import type { Command } from 'commander';
import { isBenchFile } from '../device/target.ts';
import type { Io } from '../io.ts';
import { example } from '../text/example.ts';
import { shapeOf } from '../text/shape.ts';
import { firstSentence } from '../text/format-description.ts';
import { virtualBenches } from '../simulators/served-bench.ts';

/** A word that can be put in, and what it is. */
type Suggestion = readonly [word: string, description: string];

/** A member that could be meant. */
interface Member {
  readonly path: string;
  readonly kind: string;
  readonly description: string;
  /** The words that can be written to it, where there are only a few. */
  readonly values: readonly string[];
}

/**
 * Adds `fourwire complete`, which prints the completion script of a shell, and which that script asks for suggestions:
 * drivers, simulators, procedures, and the members of the driver or bench file on the line.
 *
 * @param argv - the line to be completed, behind `complete --`
 */
export async function addCompletion(program: Command, argv: readonly string[], io: Io): Promise<void> {
  const { default: tab } = await import('@bomb.sh/tab/commander');
  const root = tab(program);
  program.commands
    .find((command) => command.name() === 'complete')
    ?.description('print the completion script of a shell, for Tab to complete what is typed')
    .addHelpText('after', example('source <(fourwire complete bash)', 'fourwire complete fish | source'));
  if (argv[0] !== 'complete' || argv[1] !== '--') return;
  const words = argv.slice(2);
  const members = await membersOn(words, io);
  const readable = members.filter(({ kind }) => kind === 'readable' || kind === 'writable');
  const writable = members.filter(({ kind }) => kind === 'writable');
  const drivers = allDrivers.map((entry): Suggestion => [
    entry.name,
    `${entry.class} of ${entry.manufacturer}`,
  ]);
  const served = [
    ...simulators.map(({ name, driver }): Suggestion => [name, `read with ${driver}`]),
    ...Object.keys(virtualBenches).map((name): Suggestion => [name, 'a whole bench']),
  ];
  const known = procedures.map(({ name, title }): Suggestion => [name, title]);
  for (const [path, command] of root.commands) {
    const driver = command.options.get('driver');
    if (driver !== undefined) driver.handler = suggest(drivers);
    for (const [name, argument] of command.arguments) {
      if (name === 'member' || name === 'members') {
        const fitting = path === 'write' ? writable : path === 'describe' ? members : readable;
        argument.handler = suggest(fitting.map((one) => [one.path, one.description]));
      }
      if (name === 'value') {
        const values = writable.find((one) => words.includes(one.path))?.values ?? [];
        argument.handler = suggest(values.map((word) => [word, '']));
      }
      if (name === 'procedure') argument.handler = suggest(known);
      if (name === 'name' && path === 'simulate') argument.handler = suggest(served);
    }
  }
}

function suggest(suggestions: readonly Suggestion[]): (complete: Complete) => void {
  return (complete) => {
    for (const [word, description] of suggestions) complete(word, description);
  };
}

/** The members of the driver or of the bench file that is named on a line; none where there is neither, or it is broken. */
async function membersOn(words: readonly string[], io: Io): Promise<readonly Member[]> {
  try {
    const driver = words[words.indexOf('--driver') + 1];
    if (words.includes('--driver') && driver !== undefined) return await membersOf(driver);
    const path = words.find(isBenchFile);
    if (path === undefined) return [];
    const { devices } = await readBenchFile(path, io.variables ?? process.env, { mocked: true });
    const lists = await Promise.all(
      Object.entries(devices).map(async ([name, { driver: its }]) => membersOf(its, `${name}/`)),
    );
    return lists.flat();
  } catch (error) {
    // Whoever presses Tab is still typing.
    if (FourwireError.is(error)) return [];
    throw error;
  }
}

async function membersOf(driver: string, prefix = ''): Promise<readonly Member[]> {
  return listMembers(await describeDriver(driver)).map(({ path, member }) => ({
    path: `${prefix}${path}`,
    kind: member.kind,
    description: firstSentence(member.description) || member.kind,
    values: member.kind === 'writable' ? wordsOf(member.schema) : [],
  }));
}

function wordsOf(schema: ValueSchema): readonly string[] {
  const { type, enum: choices = [] } = shapeOf(schema);
  return type === 'boolean' ? ['on', 'off'] : choices.map(String);
}
