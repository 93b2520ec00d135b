/** What nodes of the command tree are called in full; a client may write any beginning of three letters or more. */
const nodes = [
  'abort',
  'absolute',
  'active',
  'align',
  'contact',
  'die',
  'down',
  'first',
  'home',
  'index',
  'label',
  'load',
  'location',
  'manual',
  'mode',
  'move',
  'next',
  'nsub',
  'ntes',
  'option',
  'origin',
  'preset',
  'probeplan',
  'reference',
  'relative',
  'response',
  'search',
  'separate',
  'set',
  'site',
  'subsite',
  'target',
  'total',
  'unit',
  'vision',
  'wafer',
] as const;

/**
 * A header in full and in lower case: `:MOV:CONT?` gives `move:contact?`. Nodes that nobody knows stay as they are, so
 * that no command is found for them.
 */
export function fullHeader(header: string): string {
  const query = header.endsWith('?') ? '?' : '';
  const names = header
    .replace(/^:/, '')
    .replace(/\?$/, '')
    .toLowerCase()
    .split(':')
    .map((name) => (name.length < 3 ? name : (nodes.find((node) => node.startsWith(name)) ?? name)));
  return `${names.join(':')}${query}`;
}
