import { chuckModes } from './ers-chuck-model.ts';
import type { ErsChuckModel } from './ers-chuck-model.ts';

/** What a set command answers: `OK`, or what the query would (sheet section 3). */
export type ErsAnswers = 'ok' | 'echo';

/** Answers one command, without its terminator (sheet section 3); `?` for all that is refused. */
export function ersAnswer(model: ErsChuckModel, command: string, answers: ErsAnswers): string {
  model.advance();
  if (/^R[CTFDOHIE]$/.test(command)) return query(model, command.charAt(1));
  if (!set(model, command)) return '?';
  model.advance();
  return answers === 'ok' ? 'OK' : query(model, command.charAt(1));
}

function query(model: ErsChuckModel, letter: string): string {
  switch (letter) {
    case 'C':
      // Unconfirmed: what a chuck without its sensor shows.
      return `C${model.sensorOpen ? '+9999' : tenths(model.chuck.reading)}`;
    case 'T':
      return `T${tenths(model.target)}`;
    case 'F':
      return `F${tenths(model.chuck.dewPoint)}`;
    case 'D':
      return `D${model.dewPointControl ? 1 : 0}`;
    case 'O':
      return `O${model.mode}`;
    case 'H':
      return `H${model.hold ? 1 : 0}${model.hold && model.reached ? 1 : 0}`;
    case 'I':
      return `I${model.controlStatus}`;
    default:
      return `E${String(model.error).padStart(3, '0')}`;
  }
}

/** Carries out a set command; gives whether it was accepted. */
function set(model: ErsChuckModel, command: string): boolean {
  const target = /^ST([+-]\d{4})$/.exec(command)?.[1];
  if (target !== undefined) {
    const temperature = Number(target) / 10;
    if (temperature < model.range.low || temperature > model.range.high) return false;
    model.target = temperature;
    return true;
  }
  const mode = /^SO([1-4])$/.exec(command)?.[1];
  if (mode !== undefined) {
    model.mode = Number(mode);
    return true;
  }
  const flag = /^S([DH])([01])$/.exec(command);
  if (flag === null) return false;
  if (flag[1] === 'D') model.dewPointControl = flag[2] === '1';
  else model.hold = flag[2] === '1' && model.mode === chuckModes.normal;
  return true;
}

/** Sign and four digits of tenths. */
function tenths(value: number): string {
  const number = Math.round(value * 10);
  return `${number < 0 ? '-' : '+'}${String(Math.abs(number)).padStart(4, '0')}`;
}
