/**
 * Writes the table of `docs/errors.md` anew: a row for every code that the packages throw, with its kinds and packages. Cause and
 * remedy stay as they are; where there are none yet the cells stay empty, for you to fill in.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { format } from 'oxfmt';
import { errorCodes, errorRows, errorsPage, inOrder } from './error-codes.ts';
import { formatting } from './workspace.ts';

const before = readFileSync(errorsPage, 'utf8');
const words = new Map(errorRows(before).map((row) => [row.code, row.words]));
const rows = [...errorCodes]
  .toSorted(([a], [b]) => (a < b ? -1 : 1))
  .map(([code, { kinds, packages }]) => {
    const [cause = '', remedy = ''] = words.get(code) ?? [];
    return [`\`${code}\``, inOrder(kinds), inOrder(packages), cause, remedy];
  });
const head = ['code', 'kind', 'package', 'cause', 'remedy'];
const lines = [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`);
const [intro = '', codes = ''] = before.split('## Codes');
const [text = ''] = codes.split('\n|');
const { code } = await format('errors.md', `${intro}## Codes${text}\n${lines.join('\n')}\n`, formatting);
writeFileSync(errorsPage, code);

const bare = rows.filter(([, , , cause, remedy]) => cause === '' || remedy === '');
for (const [name] of bare) console.log(`${name} has no cause or no remedy yet.`);
