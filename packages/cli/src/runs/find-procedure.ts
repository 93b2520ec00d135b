import { procedures } from '@fourwire/bench';
import type { Procedure } from '@fourwire/bench';
import { FourwireError, alternatives } from '@fourwire/core';
import { loadModule } from './load-module.ts';

/** A procedure with the word that finds it again. */
export interface FoundProcedure {
  readonly word: string;
  readonly procedure: Procedure;
}

/** The procedures that come with Fourwire, or those that a file exports. */
export async function listProcedures(file?: string): Promise<readonly FoundProcedure[]> {
  if (file === undefined) return procedures.map((procedure) => ({ word: procedure.name, procedure }));
  const exported = Object.values(await loadModule(file)).filter(isProcedure);
  return [...new Set(exported)].map((procedure) => ({ word: `${file}#${procedure.name}`, procedure }));
}

/**
 * A procedure by its name, or by a file that exports it: `cycle.ts`, or `cycle.ts#thermal-cycle` where it exports several.
 *
 * @throws FourwireError of kind `range`, code `procedure-unknown`, with those there are
 */
export async function findProcedure(word: string): Promise<FoundProcedure> {
  const [path = '', name] = word.split('#');
  const fromFile = /\.[cm]?[jt]s$/.test(path);
  const known = await listProcedures(fromFile ? path : undefined);
  const wanted = fromFile ? name : word;
  const found = known.filter(({ procedure }) => wanted === undefined || procedure.name === wanted);
  const [only] = found;
  if (only !== undefined && found.length === 1) return only;
  const words = known.map((one) => one.word);
  throw new FourwireError(
    'range',
    'procedure-unknown',
    known.length === 0
      ? `${path} exports no procedure; make one with defineProcedure and export it.`
      : only === undefined
        ? `There is no procedure "${word}"; ${alternatives(word, words)} A file of your own ends in .ts or .js.`
        : `${path} exports several procedures; say which: ${words.join(', ')}.`,
  );
}

function isProcedure(value: unknown): value is Procedure {
  return (
    typeof value === 'object' &&
    value !== null &&
    'start' in value &&
    typeof value.start === 'function' &&
    'devices' in value &&
    'options' in value &&
    'name' in value &&
    typeof value.name === 'string'
  );
}
