import type { BondSettings } from '../physics/bonding/bond-window.ts';

/** One wire of a recipe. */
export interface RecipeWire {
  /** Counted from 1 within the unit. */
  readonly number: number;
  /** The die of the unit that it begins on, counted from 1. */
  readonly die: number;
  readonly first: BondSettings;
  /** Missing for a stud bump. */
  readonly second?: BondSettings;
  /** In mm. */
  readonly length: number;
}

/** What is bonded under a recipe. */
export interface BondRecipe {
  readonly strips: number;
  /** Units on a strip. */
  readonly units: number;
  readonly wires: readonly RecipeWire[];
  /** Stage temperature in °C. */
  readonly temperature: number;
}

/** Gold ball bonds at the optimum of the process: one strip of 6 units with 8 wires between two dies. */
export const defaultRecipe: BondRecipe = {
  strips: 1,
  units: 6,
  wires: Array.from({ length: 8 }, (_, index) => ({
    number: index + 1,
    die: index < 4 ? 1 : 2,
    first: { force: 30, power: 250, time: 200, temperature: 115 },
    second: { force: 30, power: 300, time: 200, temperature: 115 },
    length: 3,
  })),
  temperature: 115,
};

/** As much as a machine of this size holds. */
const mostWires = 5000;

/**
 * The recipe in a body. The machine reads bond programs as the package's own JSON, because a simulator must not need a
 * maker's secret format: `{ "format": "fourwire-bond-program", … }`. Undefined for anything else, which the machine
 * keeps as any store would but cannot run.
 *
 * @param wire - material and diameter in µm of what is threaded; a program for another wire cannot be run
 */
export function recipeOf(
  body: Uint8Array,
  wire: { readonly material: string; readonly diameter: number },
): BondRecipe | undefined {
  const program = objectOf(parsed(new TextDecoder().decode(body)));
  if (program?.['format'] !== 'fourwire-bond-program') return undefined;
  const wanted = objectOf(program['wire']);
  if (wanted?.['material'] !== wire.material || wanted['diameter'] !== wire.diameter) return undefined;
  const temperature = numberOf(program['stageTemperature']);
  const units = numberOf(program['units']);
  const strips = numberOf(program['strips']) ?? 1;
  if (temperature === undefined || !isCount(units) || !isCount(strips)) return undefined;
  const settings = settingsOf(program['parameters'], temperature);
  const wires = listOf(program['wires']).map((entry) => wireOf(entry, settings));
  const all = wires.filter((one) => one !== undefined);
  if (all.length === 0 || all.length > mostWires || all.length !== wires.length) return undefined;
  return { strips, units, wires: all, temperature };
}

function settingsOf(groups: unknown, temperature: number): ReadonlyMap<unknown, BondSettings> {
  const entries = listOf(groups).flatMap((entry): [unknown, BondSettings][] => {
    const group = objectOf(entry);
    const [force, power, time] = [group?.['force'], group?.['power'], group?.['time']].map(numberOf);
    if (group === undefined || force === undefined || power === undefined || time === undefined) return [];
    return [[group['name'], { force, power, time, temperature }]];
  });
  return new Map(entries);
}

function wireOf(entry: unknown, settings: ReadonlyMap<unknown, BondSettings>): RecipeWire | undefined {
  const wire = objectOf(entry);
  const number = numberOf(wire?.['number']);
  const first = settings.get(wire?.['first']);
  const second = settings.get(wire?.['second']);
  if (wire === undefined || number === undefined || first === undefined) return undefined;
  const [from, to] = [objectOf(wire['from']), objectOf(wire['to'])];
  const across = (axis: string): number => (numberOf(to?.[axis]) ?? 0) - (numberOf(from?.[axis]) ?? 0);
  const length = Math.hypot(across('x'), across('y')) / 1000;
  return {
    number,
    die: numberOf(wire['die']) ?? 1,
    first,
    ...(second === undefined ? {} : { second }),
    // A stud bump takes no more than its ball.
    length: length === 0 ? 0.2 : length,
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function objectOf(value: unknown): Readonly<Record<string, unknown>> | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value))
    : undefined;
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function numberOf(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

function isCount(value: number | undefined): value is number {
  return value !== undefined && Number.isInteger(value) && value >= 1;
}
