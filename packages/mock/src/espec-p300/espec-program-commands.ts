import { needFull, setting } from './espec-command.ts';
import type { EspecCommands } from './espec-command.ts';
import { lowest, relayCount } from './espec-panel.ts';
import type { EspecPanel } from './espec-panel.ts';
import type { EspecProgram, EspecStep } from './espec-program.ts';
import { EspecRefusal } from './espec-refusal.ts';
import { counted, decimal, groupsOf, hours, numberOf, onOff } from './espec-text.ts';

/** Commands that run programs and read them (sheet espec-p300.md, sections 4 and 5). */
export function programCommands(panel: EspecPanel): EspecCommands {
  const { controller, variant, programs } = panel;
  return {
    PRGM: setting(panel, (args) => runProgram(panel, args)),
    'PRGM ERASE': setting(panel, ([what]) => {
      const number = programNumber(panel, what);
      if (number > variant.stored) throw new EspecRefusal('PRGM WRITE ERR-1');
      if (running(panel) && panel.program === number) throw new EspecRefusal('PRGM WRITE ERR-10');
      programs.delete(number);
    }),
    'PRGM MON?': () => {
      if (!running(panel)) throw new EspecRefusal('CONT NOT READY-2');
      return variant.full ? status(panel) : smallStatus(panel);
    },
    'PRGM SET?': () => {
      needFull(panel);
      const program = stored(panel, panel.program);
      return `${nameOf(panel, panel.program)},${program.name},END(${program.end.mode})`;
    },
    'PRGM USE?': ([what = '']) => {
      if (what.includes(':')) {
        const { name, date } = stored(panel, programNumber(panel, what));
        return `${name},${date}`;
      }
      if (what !== 'RAM' && what !== 'ROM') throw new EspecRefusal('PARA ERR');
      const numbers = [...programs.keys()].filter((number) => number > variant.stored === (what === 'ROM'));
      return counted(numbers.toSorted((a, b) => a - b));
    },
    'PRGM DATA?': (args) => data(panel, args, false),
    'PRGM DATA PTC?': (args) => {
      needFull(panel);
      return data(panel, args, true);
    },
    'RUN PRGM': setting(panel, (_, rest) => runRemote(panel, rest)),
    'RUN PRGM?': () => {
      const { remote } = panel;
      if (remote === undefined || panel.mode !== 'RUN') throw new EspecRefusal('CONT NOT READY-2');
      const { from, to, humidity, minutes, relays } = remote;
      const humid =
        humidity === undefined ? '' : ` HUMI${humidity[0].toFixed(0)} GOHUMI${humidity[1].toFixed(0)}`;
      const signals = relays.length === 0 ? '' : ` RELAY${variant.full ? '' : ' '}ON,${relays.join(',')}`;
      return `TEMP${decimal(from)} GOTEMP${decimal(to)}${humid} TIME${hours(minutes * 60)} REF${panel.refrigeration}${signals}`;
    },
    'RUN PRGM MON?': () => {
      if (panel.remote === undefined || panel.mode !== 'RUN') throw new EspecRefusal('CONT NOT READY-2');
      return ['1', ...targets(panel), hours(controller.program.remaining), '0'].join(',');
    },
  };
}

/** The number in `RAM:n`, `ROM:n` or `PGM:n`. */
function programNumber({ variant }: EspecPanel, text = ''): number {
  const [kind, digits] = groupsOf(/^(RAM|ROM|PGM):\s*(\d+)$/, text);
  const number = numberOf(digits, 1, variant.stored + variant.fixed);
  const right = number > variant.stored ? kind === 'ROM' : kind === variant.prefix;
  if (!right) throw new EspecRefusal('PARA ERR');
  return number;
}

/** Whether a stored program runs. */
export function running(panel: EspecPanel): boolean {
  return panel.mode === 'RUN' && panel.remote === undefined;
}

function nameOf({ variant }: EspecPanel, number: number): string {
  return `${number > variant.stored ? 'ROM' : variant.prefix}:${number}`;
}

function stored({ programs }: EspecPanel, number: number): EspecProgram {
  const program = programs.get(number);
  if (program === undefined) throw new EspecRefusal('DATA NOT READY');
  return program;
}

function runProgram(panel: EspecPanel, [action, ...args]: readonly string[]): void {
  const { program } = panel.controller;
  if (action === 'RUN') {
    needFull(panel);
    panel.run(programNumber(panel, args[0]), Number(groupsOf(/^STEP\s*(\d+)$/, args[1] ?? '')[0]));
    return;
  }
  if (panel.mode !== 'RUN') throw new EspecRefusal('CONT NOT READY-2');
  if (action === 'PAUSE' || action === 'CONTINUE') needFull(panel);
  if (action === 'PAUSE') program.pause();
  else if (action === 'CONTINUE') program.resume();
  else if (action === 'ADVANCE') {
    if (program.state === 'ended') throw new EspecRefusal('CHB NOT READY');
    program.skip();
  } else if (action === 'END') {
    const [how] = args;
    if (how !== 'HOLD' && how !== 'CONST' && how !== 'OFF' && how !== 'STANDBY')
      throw new EspecRefusal('PARA ERR');
    panel.endProgram(how);
  } else throw new EspecRefusal('PARA ERR');
}

/** Set points of the step that runs. */
function targets({ controller }: EspecPanel): readonly string[] {
  const { temperature, humidity } = controller.program.demand;
  const percent = humidity === undefined ? 'OFF' : humidity.toFixed(0);
  return [decimal(temperature), ...(controller.hasHumidity ? [percent] : [])];
}

function status(panel: EspecPanel): string {
  const { program } = panel.controller;
  const { counters } = stored(panel, panel.program);
  // The loops of the runner are the counters that count, ordered by where they end.
  const used = counters
    .filter(({ cycles }) => cycles > 0)
    .toSorted((a, b) => a.end - b.end || b.start - a.start);
  const left = counters.map((counter) =>
    counter.cycles > 0 ? counter.cycles - program.repeated(used.indexOf(counter)) : 0,
  );
  return [program.segment + 1, ...targets(panel), hours(program.remaining), ...left].join(',');
}

function smallStatus(panel: EspecPanel): string {
  const { program } = panel.controller;
  const [counter] = stored(panel, panel.program).counters;
  const left = counter.cycles > 0 ? counter.cycles - program.repeated(0) : 0;
  return [panel.program, program.segment + 1, ...targets(panel), hours(program.remaining), left].join(',');
}

function data(panel: EspecPanel, [what, detail]: readonly string[], product: boolean): string {
  const program = stored(panel, programNumber(panel, what));
  if (detail === undefined) return overview(panel, program);
  if (detail === 'DETAIL') return conditions(panel, program);
  const number = numberOf(groupsOf(/^STEP\s*(\d+)$/, detail)[0], 1, program.steps.length);
  const step = program.steps[number - 1];
  if (step === undefined) throw new EspecRefusal('DATA OUT OF RANGE');
  return stepText(panel, step, number, product);
}

function overview({ variant }: EspecPanel, { steps, name, counters, end }: EspecProgram): string {
  const [a, b] = counters.map(({ start, end: last, cycles }) => `(${start}.${last}.${cycles})`);
  const mode = end.mode === 'RUN' ? `RUN:${end.next}` : end.mode;
  if (!variant.full) return `${steps.length},COUNT${a},END(${mode})`;
  return `${steps.length},<${name}>,COUNT,A${a},B${b},END(${mode})`;
}

function conditions({ variant, controller }: EspecPanel, { limits, start }: EspecProgram): string {
  if (!variant.detail) throw new EspecRefusal('CONT NOT READY-3');
  const { high, low, humidityHigh, humidityLow } = limits;
  const mode = (name: string, value: string | undefined): readonly string[] =>
    value === undefined ? [`${name}OFF`] : [`${name}SV`, value];
  const temperature = mode('TEMP', start.temperature === undefined ? undefined : decimal(start.temperature));
  const humid = controller.hasHumidity;
  return [
    decimal(high),
    decimal(low),
    ...(humid ? [humidityHigh.toFixed(0), humidityLow.toFixed(0)] : []),
    ...temperature,
    ...(humid ? mode('HUMI', start.humidity?.toFixed(0)) : []),
  ].join(',');
}

function stepText(
  { variant, controller }: EspecPanel,
  step: EspecStep,
  number: number,
  product: boolean,
): string {
  const { humidity, relays } = step;
  const humid =
    humidity === undefined
      ? ['HUMI OFF']
      : [`HUMI${humidity.toFixed(0)}`, `HUMI RAMP ${onOff(step.humidityRamp)}`];
  return [
    number,
    `TEMP${decimal(step.temperature)}`,
    `TEMP RAMP ${onOff(step.ramp)}`,
    ...(product ? [`PTC ${onOff(step.product)}`] : []),
    ...(controller.hasHumidity ? humid : []),
    `TIME${hours(step.minutes * 60)}`,
    `GRANTY ${onOff(step.guaranteed)}`,
    `REF${step.refrigeration}`,
    ...(variant.full && relays.length > 0 ? [`RELAY ON${relays.join('.')}`] : []),
    ...(variant.full ? [`PAUSE ${onOff(step.pause)}`] : []),
    ...(product
      ? [`DEVP${decimal(step.above)}`, `DEVN${decimal(variant.negativeDeviation ? -step.below : step.below)}`]
      : []),
  ].join(',');
}

/** `TEMP10.0 TIME1:00 GOTEMP23.0 HUMI85 GOHUMI100 RELAYON,1,2 RELAYOFF,3`. */
function runRemote(panel: EspecPanel, rest: string): void {
  const { limits, controller } = panel;
  const value = (name: string): string | undefined =>
    new RegExp(`(?:^|\\s)${name}\\s*([^\\s,]+)`).exec(rest)?.[1];
  const celsius = (text: string | undefined): number =>
    numberOf(text, Math.max(lowest, limits.low), limits.high);
  const from = celsius(value('TEMP'));
  const goTo = value('GOTEMP');
  const [hour, minute] = groupsOf(/^(\d+):(\d+)$/, value('TIME') ?? '');
  const start = value('HUMI');
  const humidity = start === undefined ? undefined : numberOf(start, limits.humidityLow, limits.humidityHigh);
  if (humidity !== undefined && !controller.hasHumidity) throw new EspecRefusal('CONT NOT READY-1');
  const humidityTo = value('GOHUMI');
  const relays = /RELAY ?ON,([\d,]+)/.exec(rest)?.[1]?.split(',') ?? [];
  panel.runRemote({
    from,
    to: goTo === undefined ? from : celsius(goTo),
    humidity:
      humidity === undefined
        ? undefined
        : [
            humidity,
            humidityTo === undefined
              ? humidity
              : numberOf(humidityTo, limits.humidityLow, limits.humidityHigh),
          ],
    minutes: numberOf(hour, 0, 999) * 60 + numberOf(minute, 0, 59),
    relays: relays.map((text) => numberOf(text, 1, relayCount)),
  });
}
