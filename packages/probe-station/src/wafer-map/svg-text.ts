const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** @internal Text as it may stand in an SVG, in content and in attributes; characters that XML forbids become `�`. */
export function svgText(text: string): string {
  return text
    .replaceAll(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '\uFFFD')
    .replaceAll(/[&<>"]/g, (character) => entities[character] ?? character);
}

/** @internal A coordinate with two decimals, a hundredth of a pixel. */
export function svgNumber(value: number): number {
  return Math.round(value * 100) / 100;
}
