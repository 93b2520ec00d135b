/** Bits of the error register (sheet temptronic-ats.md, section 4). */
const common: Readonly<Record<number, string>> = {
  0: 'overheat',
  1: 'air open loop',
  3: 'low flow',
  4: 'low input air pressure',
  5: 'air sensor open',
  7: 'internal error',
  9: 'flow sensor hardware',
  10: 'no line sense',
  11: 'non-volatile memory',
  12: 'battery of the memory',
  14: 'no DUT sensor selected',
};

/** What is different on ECO systems. */
const eco: Readonly<Record<number, string>> = {
  2: 'set point out of range',
  5: 'no purge flow',
  6: 'purge temperature sensor',
  8: 'DUT open loop',
  10: 'purge heat failure',
  13: 'software version',
};

/** The errors that stand in the error register of a model. */
export function atsErrors(register: number, model: string): readonly { code: string; text: string }[] {
  const texts = model.includes('ECO') ? { ...common, ...eco } : common;
  return Array.from({ length: 16 }, (_, bit) => bit)
    .filter((bit) => (register & (1 << bit)) !== 0)
    .map((bit) => ({ code: String(bit), text: texts[bit] ?? `error bit ${bit}` }));
}
