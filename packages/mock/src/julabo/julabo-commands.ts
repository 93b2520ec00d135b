import type { BathModel } from '../bath/bath-model.ts';

/** What the simulated circulator keeps beside its bath. */
export interface JulaboState {
  /** Whether remote mode is on at the panel. */
  remote: boolean;
  /** Control parameters and limits, by name. */
  readonly settings: Map<string, number>;
  /** The last refusal, which `STATUS` tells once. */
  refusal: string | undefined;
}

/** Unconfirmed texts (sheet: details of the list). */
const refusals = {
  command: '-08 INVALID COMMAND',
  value: '-10 VALUE NOT ALLOWED',
  locked: '-09 COMMAND NOT ALLOWED IN CURRENT OPERATING MODE',
} as const;

/** Control parameters that are kept. */
export const julaboSettings: readonly (readonly [name: string, value: number])[] = [
  ['PAR_06', 0.7],
  ['PAR_07', 200],
  ['PAR_08', 50],
  ['PAR_09', 0.5],
  ['PAR_11', 300],
  ['PAR_12', 60],
  ['HIL_00', 100],
  ['HIL_01', 100],
  ['MODE_11', 1],
];

/** Carries out one line; gives the answer of a query. `OUT` commands have none. */
export function julaboCommand(model: BathModel, state: JulaboState, line: string): string | undefined {
  const text = line.trim().toUpperCase();
  if (text === 'VERSION') return 'JULABO FP50_MH Simulator';
  if (text === 'STATUS') return status(model, state);
  const [, direction = '', name = '', value] = /^(IN|OUT)_([A-Z]+_\d\d)(?:[ =]\s*(\S+))?$/.exec(text) ?? [];
  if (direction === 'IN' && value === undefined) {
    const answer = query(model, state, name);
    if (answer === undefined) state.refusal = refusals.command;
    return answer;
  }
  if (direction !== 'OUT' || value === undefined) state.refusal = refusals.command;
  else if (state.remote) write(model, state, name, value);
  else state.refusal = refusals.locked;
  return undefined;
}

function status(model: BathModel, state: JulaboState): string {
  const { refusal } = state;
  state.refusal = undefined;
  if (refusal !== undefined) return refusal;
  if (model.alarm === 'sensor-open') return '-05 WORKING SENSOR ALARM';
  if (model.alarm === 'over-temperature') return '-03 EXCESS TEMPERATURE ALARM';
  if (state.remote) return model.running ? '03 REMOTE START' : '02 REMOTE STOP';
  return model.running ? '01 MANUAL START' : '00 MANUAL STOP';
}

function query(model: BathModel, state: JulaboState, name: string): string | undefined {
  switch (name) {
    case 'PV_00':
      return model.alarm === 'sensor-open' ? '---.--' : model.loop.reading.toFixed(2);
    case 'PV_01':
      return model.external ? model.loop.loadReading.toFixed(2) : '---.--';
    case 'PV_02':
      return model.loop.output.toFixed(0);
    case 'SP_00':
      return model.setpoint.toFixed(1);
    case 'SP_01':
      return model.range.high.toFixed(1);
    case 'SP_02':
      return model.range.low.toFixed(1);
    case 'MODE_05':
      return model.running ? '1' : '0';
    case 'MODE_04':
      return model.controlsExternal ? '1' : '0';
    default: {
      const value = state.settings.get(name);
      return value === undefined ? undefined : String(value);
    }
  }
}

function write(model: BathModel, state: JulaboState, name: string, text: string): void {
  const value = /^[+-]?(?:\d+\.?\d*|\.\d+)$/.test(text) ? Number(text) : Number.NaN;
  const flag = value === 0 || value === 1;
  let good = !Number.isNaN(value);
  if (name === 'SP_00') good = model.aim(value);
  else if (name === 'MODE_05' && flag) model.running = value === 1;
  else if (name === 'MODE_04' && flag && model.external) model.controlsExternal = value === 1;
  else if (state.settings.has(name) && good) state.settings.set(name, value);
  else good = false;
  if (!good) state.refusal = refusals.value;
}
