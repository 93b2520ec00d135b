/**
 * Names under which machines are known, or likely, to offer what a profile needs, compared as letters and digits alone.
 * Source: sheets gem.md section 11 and wire-bonder.md section 6; the rest are guesses, and a draft says so of each.
 */
export const nameGuesses = {
  variables: {
    controlState: ['controlstate'],
    processState: ['processstate', 'processingstate', 'equipmentstate'],
    recipe: ['ppexecname', 'currentppid', 'recipename', 'currentrecipe'],
    units: ['unitsbonded', 'unitsgood', 'unitcount', 'unitsprocessed', 'goodunits'],
    wires: ['wiresbonded', 'wirecount', 'bondedwires', 'wiresprocessed'],
    assists: ['assists', 'assistcount', 'assistcounter'],
  },
  events: {
    processingStarted: ['processingstarted', 'processstarted'],
    processingCompleted: ['processingcompleted', 'processcompleted', 'processingcomplete'],
    processingStopped: ['processingstopped', 'processstopped', 'processingaborted'],
    processStateChange: ['processingstatechange', 'processstatechange', 'processstatechanged'],
    bondMade: ['bondmade', 'bondcompleted', 'bonddone', 'wirebonded'],
  },
  bond: {
    unit: ['unitnumber', 'unitno', 'unit'],
    wire: ['wirenumber', 'wireno', 'wire'],
    bond: ['bondnumber', 'bondno', 'bond'],
    force: ['bondforce', 'force'],
    power: ['uspower', 'bondpower', 'ultrasonicpower', 'power'],
    time: ['bondtime', 'time'],
    deformation: ['deformation', 'bonddeformation'],
    result: ['bondresult', 'result', 'bondstatus'],
    die: ['dienumber', 'dieno', 'die'],
    temperature: ['bondtemperature', 'stagetemperature', 'stagetemp'],
    current: ['uscurrent', 'ultrasoniccurrent'],
    interval: ['traceinterval'],
    deformationTrace: ['deformationtrace', 'deformationcurve'],
    currentTrace: ['currenttrace', 'currentcurve'],
  },
  supplies: {
    wireLeft: ['wireremaining', 'wireleft', 'wirerest'],
    toolBonds: ['capillarybonds', 'toolbonds', 'wedgebonds', 'capillarycount'],
  },
  stage: { temperature: ['stagetemperature', 'stagetemp', 'stagetemp1', 'bondstagetemperature'] },
} as const;

/** The entry that one of the names fits best; the first name that fits anything decides. */
export function guess<T extends { readonly name: string }>(
  entries: readonly T[],
  names: readonly string[],
): T | undefined {
  const plain = (name: string): string => name.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
  for (const name of names) {
    const found = entries.find((entry) => plain(entry.name) === name);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The units of machines' texts that have a unit of ours. */
const unitTexts: Readonly<Record<string, string>> = {
  cn: 'cN',
  mn: 'mN',
  n: 'N',
  gf: 'gf',
  g: 'gf',
  grams: 'gf',
  mw: 'mW',
  w: 'W',
  ms: 'ms',
  msec: 'ms',
  us: 'us',
  s: 's',
  um: 'um',
  micron: 'um',
  nm: 'nm',
  mm: 'mm',
  m: 'm',
  degc: 'Cel',
  c: 'Cel',
  degf: '[degF]',
  k: 'K',
  ma: 'mA',
  a: 'A',
};

/** The unit that a machine's text means, where it is known. */
export function unitOf(text: string): string | undefined {
  return unitTexts[text.trim().toLowerCase().replaceAll('µ', 'u').replaceAll('°', 'deg')];
}
