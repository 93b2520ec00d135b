/** What a controller has, as its part number says. */
export interface Equipment {
  readonly alarms: number;
  readonly loops: number;
  readonly cascades: number;
  /** Whether it stores profiles. */
  readonly profiles: boolean;
}

const alarmsByLetter: Readonly<Record<string, number>> = { A: 6, B: 8, C: 14, D: 6, E: 8, F: 14 };

const loopsByLetter: Readonly<Record<string, Pick<Equipment, 'loops' | 'cascades'>>> = {
  '1': { loops: 1, cascades: 0 },
  '2': { loops: 2, cascades: 0 },
  '3': { loops: 3, cascades: 0 },
  '4': { loops: 4, cascades: 0 },
  '5': { loops: 0, cascades: 0 },
  '6': { loops: 0, cascades: 1 },
  '7': { loops: 1, cascades: 1 },
  '8': { loops: 2, cascades: 1 },
  '9': { loops: 3, cascades: 1 },
  A: { loops: 0, cascades: 2 },
  B: { loops: 1, cascades: 2 },
  C: { loops: 2, cascades: 2 },
};

/**
 * Takes a part number apart: character 7 tells the alarms and whether there are profiles, character 12 the loops (sheet watlow-f4t.md, section 4). A
 * letter that the sheet does not know counts as the smallest controller: one loop, six alarms, no profiles.
 */
export function readPartNumber(partNumber: string): Equipment {
  return {
    alarms: alarmsByLetter[partNumber.charAt(6)] ?? 6,
    profiles: ['D', 'E', 'F'].includes(partNumber.charAt(6)),
    ...(loopsByLetter[partNumber.charAt(11)] ?? { loops: 1, cascades: 0 }),
  };
}
