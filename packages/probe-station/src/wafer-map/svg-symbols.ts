import type { BinStyle, BinSymbol } from './bins.ts';
import { svgNumber } from './svg-text.ts';

/** The symbols within a circle of radius 1, Y down; `open` ones are drawn as lines. */
const shapes = {
  blank: { open: false, d: '' },
  cross: { open: true, d: 'M-.8-.8L.8.8M-.8 .8L.8-.8' },
  ring: { open: true, d: 'M-.8 0A.8 .8 0 1 0 .8 0A.8 .8 0 1 0-.8 0z' },
  slash: { open: true, d: 'M-.9 .9L.9-.9' },
  plus: { open: true, d: 'M-1 0H1M0-1V1' },
  dot: { open: false, d: 'M-.5 0A.5 .5 0 1 0 .5 0A.5 .5 0 1 0-.5 0z' },
  bars: { open: true, d: 'M-1-.4H1M-1 .4H1' },
  triangle: { open: false, d: 'M0-.9L.9 .7H-.9z' },
  backslash: { open: true, d: 'M-.9-.9L.9.9' },
  square: { open: false, d: 'M-.6-.6H.6V.6H-.6z' },
  diamond: { open: false, d: 'M0-1L.8 0L0 1L-.8 0z' },
} as const satisfies Record<BinSymbol, { open: boolean; d: string }>;

/** @internal The symbol of a bin around a point, in the black or white that stands out from its colour. */
export function symbolElement(style: BinStyle, x: number, y: number, radius: number): string {
  const { open, d } = shapes[style.symbol];
  if (d === '') return '';
  const ink = luminance(style.colour) > 0.179 ? '#000' : '#fff';
  const paint = open ? `fill="none" stroke="${ink}" stroke-width=".35"` : `fill="${ink}"`;
  return `<path transform="translate(${svgNumber(x)} ${svgNumber(y)}) scale(${svgNumber(radius)})" d="${d}" ${paint}/>`;
}

/** Relative luminance of `#rrggbb` (WCAG 2.2); above 0.179 black has more contrast than white. */
function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((start) => {
    const share = Number.parseInt(colour.slice(start, start + 2), 16) / 255;
    return share <= 0.040_45 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
