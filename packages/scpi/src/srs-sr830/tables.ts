/** Full scales with a voltage input in V, by number of `SENS`: 2 nV to 1 V; with a current input a millionth, in A. */
export const sensitivities: readonly number[] = Array.from({ length: 27 }, (_entry, index) => {
  const step = [2, 5, 10][index % 3] ?? 1;
  return Number(`${step}e${Math.floor(index / 3) - 9}`);
});

/** What a current input makes of a voltage full scale. */
export const currentFactor = 1e-6;

/** Time constants in s, by number of `OFLT`: 10 µs to 30 ks. */
export const timeConstants: readonly number[] = Array.from({ length: 20 }, (_entry, index) =>
  Number(`${index % 2 === 0 ? 1 : 3}e${Math.floor(index / 2) - 5}`),
);

/** Sample rates of the buffer in Hz, by number of `SRAT`: 62.5 mHz to 512 Hz. */
export const sampleRates: readonly number[] = Array.from(
  { length: 14 },
  (_entry, index) => 0.0625 * 2 ** index,
);

/** The number of the first entry of `table` that is not below `wanted`; the last one where all are. */
export function nextUp(table: readonly number[], wanted: number): number {
  const index = table.findIndex((entry) => entry >= wanted * (1 - 1e-9));
  return index === -1 ? table.length - 1 : index;
}
