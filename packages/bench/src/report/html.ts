/** A piece of HTML that is safe to put into a page: text in it has been escaped. */
export class Html {
  readonly text: string;

  /** Only {@link html} and {@link trusted} make pieces. */
  constructor(text: string) {
    this.text = text;
  }
}

/** What may stand in a template: text is escaped, pieces go in as they are, lists are joined, undefined is nothing. */
export type Part = Html | string | number | undefined | readonly Part[];

/** A template of HTML in which every text is escaped: html`<td>${name}</td>`. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
  let texts = dense.get(strings);
  if (texts === undefined) {
    texts = strings.map((text) => text.replaceAll(/\s*\n\s*/g, '\n'));
    dense.set(strings, texts);
  }
  return new Html(
    texts.map((text, index) => (index === 0 ? text : render(parts[index - 1]) + text)).join(''),
  );
}

/** The texts of a template without their indentation: in a table of thousands of cells it would be most of the page. */
const dense = new WeakMap<TemplateStringsArray, readonly string[]>();

/** Takes a text as HTML that was made by this package or checked by it. */
export function trusted(text: string): Html {
  return new Html(text);
}

function render(part: Part): string {
  if (part === undefined) return '';
  if (part instanceof Html) return part.text;
  if (typeof part === 'object') return part.map((item) => render(item)).join('');
  return escapeHtml(String(part));
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text for the inside of an element or a quoted attribute; control characters become visible signs. */
export function escapeHtml(text: string): string {
  return printable(text).replaceAll(/[&<>"']/g, (sign) => entities[sign] ?? '');
}

/** Text whose control characters are shown as their pictures (from U+2400) and whose halves of characters as U+FFFD. */
export function printable(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Cs}]/gu, (sign) => {
    const code = sign.charCodeAt(0);
    if (sign === '\t' || sign === '\n') return sign;
    if (code < 0x20) return String.fromCharCode(0x2400 + code);
    return code === 0x7f ? '\u2421' : '\ufffd';
  });
}
