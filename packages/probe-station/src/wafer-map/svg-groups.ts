import { styleBins } from './bins.ts';
import type { Bin, BinStyle } from './bins.ts';
import { dieKinds } from './dies.ts';
import type { Die, DieKind } from './dies.ts';
import type { WaferMap } from './wafer-map.ts';

/** @internal Dies that are drawn alike and share a line of the legend. */
export interface DieGroup {
  readonly name: string;
  readonly style: BinStyle;
  readonly dies: Die[];
  readonly bin: Bin | undefined;
}

const unbinned = {
  full: { name: 'not tested', style: { colour: '#ffffff', symbol: 'blank' } },
  partial: { name: 'partial die', style: { colour: '#e4e4e4', symbol: 'blank' } },
  skip: { name: 'skipped', style: { colour: '#ffffff', symbol: 'slash' } },
  ink: { name: 'inked', style: { colour: '#ffffff', symbol: 'dot' } },
  pcm: { name: 'process control', style: { colour: '#e4e4e4', symbol: 'square' } },
  reference: { name: 'reference die', style: { colour: '#e4e4e4', symbol: 'plus' } },
  mirror: { name: 'mirror die', style: { colour: '#e4e4e4', symbol: 'diamond' } },
} as const satisfies Record<DieKind, { name: string; style: BinStyle }>;

/** @internal The dies by bin, in the order of the map's bins; then the dies without a bin, by kind. */
export function groupDies(map: WaferMap): DieGroup[] {
  const groups = new Map<number | DieKind, DieGroup>();
  const known = new Set(map.bins.map(({ code }) => code));
  const found = new Set<number>();
  for (const die of map.dies) {
    const code = map.binOf(die);
    if (code !== undefined && !known.has(code)) found.add(code);
  }
  const unknown = [...found]
    .toSorted((a, b) => a - b)
    .map((code): Bin => ({ code, name: `Bin ${code}`, quality: 'none' }));
  const bins = [...map.bins, ...unknown];
  const styles = styleBins(bins);
  for (const bin of bins) {
    groups.set(bin.code, {
      name: bin.name,
      style: styles.get(bin.code) ?? unbinned.full.style,
      dies: [],
      bin,
    });
  }
  for (const kind of dieKinds) groups.set(kind, { ...unbinned[kind], dies: [], bin: undefined });
  for (const die of map.dies) groups.get(map.binOf(die) ?? die.kind)?.dies.push(die);
  return [...groups.values()].filter(({ bin, dies }) => bin !== undefined || dies.length > 0);
}
