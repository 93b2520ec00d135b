import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { escapeHtml, html } from './html.ts';

describe('html', () => {
  it('escapes every text, keeps pieces, joins lists and leaves out what is undefined', () => {
    const piece = html`<b>${'<&>'}</b>`;
    expect(html`<p title="${'"'}">${[piece, undefined, 1]}</p>`.text).toBe(
      '<p title="&quot;"><b>&lt;&amp;&gt;</b>1</p>',
    );
  });

  it('leaves nothing that ends a text or an attribute, and loses nothing', () => {
    const entities: Readonly<Record<string, string>> = {
      '&lt;': '<',
      '&gt;': '>',
      '&amp;': '&',
      '&quot;': '"',
      '&#39;': "'",
    };
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const escaped = escapeHtml(text);
        expect(escaped).not.toMatch(/[<>"']|&(?!lt;|gt;|amp;|quot;|#39;)/);
        expect(escaped.replaceAll(/&[a-z0-9#]+;/g, (entity) => entities[entity] ?? '')).toBe(text);
      }),
      { seed: 1, numRuns: 1000 },
    );
  });

  it('shows control characters and halves of characters instead of passing them on', () => {
    expect(escapeHtml('a\0\r\u007f\u0085\ud800b\n\t😀')).toBe('a␀␍␡\ufffd\ufffdb\n\t😀');
  });
});
