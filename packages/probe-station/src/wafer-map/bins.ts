import { FourwireError } from '@fourwire/core';

/** Whether a bin counts as good. A bin of quality `none` counts neither way. */
export type BinQuality = 'pass' | 'fail' | 'none';

/** A class into which dies are sorted. */
export interface Bin {
  /** Bin number, 0 to 65535. */
  readonly code: number;
  readonly name: string;
  readonly quality: BinQuality;
  /** Colour as `#rrggbb`; without one the bin gets a colour of the palette. */
  readonly colour?: string;
}

/** How a bin is drawn: a colour and, for eyes and printers that do not see it, a symbol. */
export interface BinStyle {
  readonly colour: string;
  readonly symbol: BinSymbol;
}

/** The symbols of {@link BinStyle}. */
export type BinSymbol = (typeof binSymbols)[number];

/** The symbols, in the order in which bins get them. */
export const binSymbols = [
  'blank',
  'cross',
  'ring',
  'slash',
  'plus',
  'dot',
  'bars',
  'triangle',
  'backslash',
  'square',
  'diamond',
] as const;

/**
 * Colours that stay apart for people with any of the usual colour-vision deficiencies: the palette of Masataka Okabe
 * and Kei Ito ("Color Universal Design", 2008), blues and greens for good bins, warm colours for bad ones.
 */
export const binPalette = {
  pass: ['#56b4e9', '#009e73', '#0072b2'],
  fail: ['#d55e00', '#f0e442', '#cc79a7', '#e69f00'],
  none: ['#999999', '#cccccc'],
} as const satisfies Record<BinQuality, readonly string[]>;

/**
 * Colour and symbol of each bin, by code. The first eleven bins all differ in the symbol; later ones share a symbol only
 * with bins of another colour, as long as the palette lasts (44 bad bins).
 *
 * @throws FourwireError `range` (`bin-colour`) for a colour that is not written `#rrggbb`.
 */
export function styleBins(bins: readonly Bin[]): Map<number, BinStyle> {
  const used: Record<BinQuality, number> = { pass: 0, fail: 0, none: 0 };
  const taken = new Set<string>();
  return new Map(
    bins.map(({ code, quality, colour: own }, index) => {
      if (own !== undefined && !/^#[\da-f]{6}$/i.test(own)) {
        throw new FourwireError('range', 'bin-colour', `bin ${code}: colour is '${own}', allowed: #rrggbb`);
      }
      const symbol = binSymbols[index % binSymbols.length] ?? 'blank';
      const palette: readonly string[] = binPalette[quality];
      const next = palette.map((_, step) => palette[(used[quality] + step) % palette.length] ?? '');
      const colour = own ?? next.find((candidate) => !taken.has(candidate + symbol)) ?? next[0] ?? '';
      if (own === undefined) used[quality]++;
      taken.add(colour + symbol);
      return [code, { colour, symbol }];
    }),
  );
}
