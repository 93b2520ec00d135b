/** An SVG line from one point to another. */
export function svgLine(x1: number, y1: number, x2: number, y2: number, color: string): string {
  return `<path d="M${px(x1)} ${px(y1)}L${px(x2)} ${px(y2)}" stroke="${color}"/>`;
}

/** An SVG text whose baseline starts (or, with a text-anchor in `attributes`, is anchored) at a point. */
export function svgText(x: number, y: number, content: string, attributes = ''): string {
  const more = attributes === '' ? '' : ` ${attributes}`;
  return `<text x="${px(x)}" y="${px(y)}" fill="#222222"${more}>${escapeXml(content)}</text>`;
}

/** An SVG text that reads upwards, centred on a point. */
export function svgUprightText(x: number, y: number, content: string): string {
  return svgText(x, y, content, `text-anchor="middle" transform="rotate(-90 ${px(x)} ${px(y)})"`);
}

/** A coordinate with as many digits as a screen can show. */
export function px(value: number): number {
  return Math.round(value * 10) / 10;
}

/** Text that is safe between tags and in attributes. */
export function escapeXml(content: string): string {
  return (
    content
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
      .replaceAll('"', '&quot;')
      // Control characters and lone surrogates are not allowed in XML, not even escaped.
      .replaceAll(/[^\P{Cc}\t\n\r]|\p{Cs}|[\uFFFE\uFFFF]/gu, '')
  );
}
