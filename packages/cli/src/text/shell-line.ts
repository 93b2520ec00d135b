import { lineWidth } from './table.ts';

const indent = '  ';

/**
 * Words as a command that can be pasted into a shell: quoted where needed, broken with `\` where a line gets too long, but
 * never between an option and its value.
 */
export function shellLine(words: readonly string[]): string {
  const lines: string[] = [];
  let line = indent;
  for (const word of withValues(words.map(quote))) {
    const longer = line.trim() === '' ? line + word : `${line} ${word}`;
    // Two characters stay free for the sign that the command goes on.
    if (longer.length <= lineWidth - 2 || line.trim() === '') {
      line = longer;
    } else {
      lines.push(`${line} \\\n`);
      line = indent + indent + word;
    }
  }
  return `${lines.join('')}${line}\n`;
}

function withValues(words: readonly string[]): string[] {
  const joined: string[] = [];
  for (const [index, word] of words.entries()) {
    if (words[index - 1]?.startsWith('--') === true) joined[joined.length - 1] += ` ${word}`;
    else joined.push(word);
  }
  return joined;
}

function quote(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
