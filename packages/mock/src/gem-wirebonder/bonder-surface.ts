import { A, BOOLEAN, F4, U1, U2, U4, asBoolean, asNumber } from '@fourwire/secs';
import type {
  EquipmentAlarm,
  EquipmentConstant,
  EquipmentDefinition,
  EquipmentEvent,
  EquipmentVariable,
  Item,
} from '@fourwire/secs';
import { processStates } from './bonder-model.ts';
import type { BondFault, BonderModel } from './bonder-model.ts';

/** Ids of the simulated bonder: an example surface, not any maker's (sheet wire-bonder.md, section 6). */
export const bonderIds = {
  controlState: 1,
  processState: 2,
  recipe: 3,
  units: 4,
  wires: 5,
  assists: 6,
  stageTemperature: 7,
  lot: 8,
  strip: 9,
  rejected: 10,
  wireLeft: 11,
  toolBonds: 12,
  /** Data variables of the bond report. */
  bond: {
    unit: 1001,
    wire: 1002,
    bond: 1003,
    force: 1004,
    power: 1005,
    time: 1006,
    deformation: 1007,
    result: 1008,
    die: 1009,
    temperature: 1010,
    current: 1011,
    interval: 1012,
    deformationTrace: 1013,
    currentTrace: 1014,
  },
  /** Data variables of a unit that is done, and of an assist. */
  unit: { unit: 1021, strip: 1022, good: 1023 },
  assist: { code: 1031 },
  constants: { toolLimit: 201, nonStickDetection: 202, traceInterval: 203 },
  events: {
    started: 11,
    completed: 12,
    stopped: 13,
    stateChange: 14,
    unit: 15,
    stripLoaded: 16,
    stripCompleted: 17,
    assist: 18,
    recipeSelected: 19,
    bond: 20,
    toolChanged: 21,
    wireChanged: 22,
  },
  alarms: { nonStick: 1, shortTail: 2, wireOut: 3, wireBreak: 4, efoOpen: 5, toolLimit: 6 },
} as const;

/** The alarm of each fault. */
export const alarmOf: Readonly<Record<BondFault, number>> = {
  'non-stick': bonderIds.alarms.nonStick,
  'short-tail': bonderIds.alarms.shortTail,
  'wire-out': bonderIds.alarms.wireOut,
  'wire-break': bonderIds.alarms.wireBreak,
  'efo-open': bonderIds.alarms.efoOpen,
  'tool-limit': bonderIds.alarms.toolLimit,
};

/** More points than this no trace has. */
const longestTrace = 200;

/** Settings of the surface that the machine itself has no use for. */
export interface TraceSettings {
  /** Between the points of a bond's traces, in ms. */
  interval: number;
}

/** What the host sees of a bonder. */
export function bonderSurface(
  model: BonderModel,
  traces: TraceSettings,
): Required<Pick<EquipmentDefinition, 'variables' | 'constants' | 'events' | 'alarms'>> {
  return {
    variables: [...statusVariables(model), ...dataVariables(model, traces)],
    constants: constants(model, traces),
    events: events(),
    alarms: alarms(),
  };
}

function statusVariables(model: BonderModel): readonly EquipmentVariable[] {
  const status = (id: number, name: string, unit: string, value: () => Item): EquipmentVariable => ({
    id,
    name,
    unit,
    value,
  });
  return [
    status(bonderIds.processState, 'ProcessState', '', () => U1(processStates.indexOf(model.state))),
    status(bonderIds.recipe, 'PPExecName', '', () => A(model.selected)),
    status(bonderIds.units, 'UnitsBonded', '', () => U4(model.units)),
    status(bonderIds.wires, 'WiresBonded', '', () => U4(model.wires)),
    status(bonderIds.assists, 'Assists', '', () => U4(model.assists)),
    status(bonderIds.stageTemperature, 'StageTemperature', 'degC', () => F4(model.stageTemperature)),
    status(bonderIds.lot, 'LotID', '', () => A(model.lot)),
    status(bonderIds.strip, 'StripID', '', () => A(model.strip)),
    status(bonderIds.rejected, 'UnitsRejected', '', () => U4(model.rejected)),
    status(bonderIds.wireLeft, 'WireRemaining', 'm', () => F4(model.bonding.wireLeft)),
    status(bonderIds.toolBonds, 'CapillaryBonds', '', () => U4(model.bonding.toolBonds)),
  ];
}

function dataVariables(model: BonderModel, traces: TraceSettings): readonly EquipmentVariable[] {
  const { bond, unit, assist } = bonderIds;
  const data = (id: number, name: string, units: string, value: () => Item): EquipmentVariable => ({
    id,
    name,
    unit: units,
    kind: 'data',
    value,
  });
  /** Values of the last bond, one every `interval`, from the first on. */
  const trace = (of: 'deformation' | 'current'): Item => {
    const { last } = model;
    if (last === undefined) return F4([]);
    const points = Math.min(longestTrace, Math.floor(last.settings.time / traces.interval) + 1);
    return F4(Array.from({ length: points }, (_, index) => last.made.trace[of](index * traces.interval)));
  };
  const settings = (name: 'force' | 'power' | 'time' | 'temperature'): Item =>
    F4(model.last?.settings[name] ?? 0);
  return [
    data(bond.unit, 'UnitNumber', '', () => U4(model.last?.unit ?? 0)),
    data(bond.die, 'DieNumber', '', () => U4(model.last?.die ?? 0)),
    data(bond.wire, 'WireNumber', '', () => U4(model.last?.wire ?? 0)),
    data(bond.bond, 'BondNumber', '', () => U1(model.last?.bond ?? 0)),
    data(bond.force, 'BondForce', 'cN', () => settings('force')),
    data(bond.power, 'USPower', 'mW', () => settings('power')),
    data(bond.time, 'BondTime', 'ms', () => settings('time')),
    data(bond.temperature, 'BondTemperature', 'degC', () => settings('temperature')),
    data(bond.deformation, 'Deformation', 'um', () => F4(model.last?.made.deformation ?? 0)),
    data(bond.current, 'USCurrent', 'mA', () =>
      F4(model.last === undefined ? 0 : model.last.made.trace.current(model.last.settings.time)),
    ),
    data(bond.result, 'BondResult', '', () => A(model.last?.result ?? '')),
    data(bond.interval, 'TraceInterval', 'ms', () => F4(traces.interval)),
    data(bond.deformationTrace, 'DeformationTrace', 'um', () => trace('deformation')),
    data(bond.currentTrace, 'CurrentTrace', 'mA', () => trace('current')),
    data(unit.unit, 'UnitDoneNumber', '', () => U4(model.lastUnit?.unit ?? 0)),
    data(unit.strip, 'UnitDoneStrip', '', () => A(model.lastUnit?.strip ?? '')),
    data(unit.good, 'UnitDoneGood', '', () => BOOLEAN(model.lastUnit?.good ?? false)),
    data(assist.code, 'AssistCode', '', () => A(model.lastFault)),
  ];
}

function constants(model: BonderModel, traces: TraceSettings): readonly EquipmentConstant[] {
  const ids = bonderIds.constants;
  return [
    {
      id: ids.toolLimit,
      name: 'CapillaryLimit',
      unit: 'bonds',
      value: U4(model.settings.toolLimit),
      min: 1,
      max: 5_000_000,
      changed: (value) => {
        model.settings.toolLimit = asNumber(value, 'CapillaryLimit');
      },
    },
    {
      id: ids.nonStickDetection,
      name: 'NonStickDetection',
      value: BOOLEAN(model.settings.nonStickDetection),
      affectsProcess: true,
      changed: (value) => {
        model.settings.nonStickDetection = asBoolean(value, 'NonStickDetection');
      },
    },
    {
      id: ids.traceInterval,
      name: 'BondTraceInterval',
      unit: 'ms',
      value: U2(traces.interval),
      min: 1,
      max: 1000,
      changed: (value) => {
        traces.interval = asNumber(value, 'BondTraceInterval');
      },
    },
  ];
}

function events(): readonly EquipmentEvent[] {
  const { events: ids, bond, unit, assist } = bonderIds;
  return [
    { id: ids.started, name: 'ProcessingStarted' },
    { id: ids.completed, name: 'ProcessingCompleted' },
    { id: ids.stopped, name: 'ProcessingStopped' },
    { id: ids.stateChange, name: 'ProcessingStateChange' },
    { id: ids.unit, name: 'UnitCompleted', variables: Object.values(unit) },
    { id: ids.stripLoaded, name: 'StripLoaded' },
    { id: ids.stripCompleted, name: 'StripCompleted' },
    { id: ids.assist, name: 'Assist', variables: Object.values(assist) },
    { id: ids.recipeSelected, name: 'RecipeSelected' },
    { id: ids.bond, name: 'BondMade', variables: Object.values(bond) },
    { id: ids.toolChanged, name: 'CapillaryChanged' },
    { id: ids.wireChanged, name: 'WireChanged' },
  ];
}

function alarms(): readonly EquipmentAlarm[] {
  const { alarms: ids } = bonderIds;
  return [
    { id: ids.nonStick, text: 'Non-stick on pad or lead', category: 6 },
    { id: ids.shortTail, text: 'Short tail', category: 6 },
    { id: ids.wireOut, text: 'Wire out', category: 6 },
    { id: ids.wireBreak, text: 'Wire break', category: 6 },
    { id: ids.efoOpen, text: 'No spark', category: 6 },
    { id: ids.toolLimit, text: 'Capillary has made its bonds', category: 6 },
  ];
}
