import { instantOf } from '@fourwire/core';
import { weissOutputs } from './weiss-chamber.ts';
import type { WeissChamber } from './weiss-chamber.ts';

/** Codes that refuse a command (sheet weiss-simserv.md, section 3). */
export const simservCodes = {
  empty: -1,
  chamberMissing: -2,
  chamberRange: -3,
  unknown: -5,
  parameters: -6,
  notFound: -8,
  failed: -9,
  index: -10,
} as const;

/** Data, nothing, or the code that refuses. */
type SimservAnswer = string | number | undefined | { readonly refused: number };
/** A command: its arguments as text. */
type SimservCommand = (args: readonly string[]) => SimservAnswer;
export type SimservCommands = Readonly<Record<string, SimservCommand>>;

const refuse = (name: keyof typeof simservCodes): SimservAnswer => ({ refused: simservCodes[name] });

/** The number in an argument, or not a number. */
function numberOf(text: string | undefined): number {
  return text !== undefined && /^[-+]?\d+(?:\.\d*)?$/.test(text) ? Number(text) : Number.NaN;
}

/** A command about one of several things, counted from 1; `values` further arguments follow. */
function indexed<T>(
  list: () => readonly T[],
  act: (item: T, value: number, text: string) => SimservAnswer,
  values = 0,
): SimservCommand {
  return (args) => {
    if (args.length < 1 + values) return refuse('parameters');
    const item = list()[numberOf(args[0]) - 1];
    if (item === undefined) return refuse('index');
    const value = values > 0 ? numberOf(args[1]) : 0;
    return Number.isNaN(value) ? refuse('parameters') : act(item, value, args[1] ?? '');
  };
}

/** A control variable. */
interface ControlVariable {
  readonly name: string;
  readonly unit: string;
  readonly low: number;
  readonly high: number;
  readonly gradient: { up: number; down: number };
  /** What is measured; `undefined` when the sensor is open. */
  readonly actual: () => number | undefined;
  readonly setpoint: () => number;
  readonly set: (value: number) => void;
}

function variablesOf(chamber: WeissChamber): readonly ControlVariable[] {
  const { controller } = chamber;
  const temperature: ControlVariable = {
    name: 'Temperature',
    unit: '°C',
    ...controller.range,
    gradient: controller.gradient,
    actual: () => (controller.sensorOpen ? undefined : controller.chamber.reading),
    setpoint: () => (controller.program.active ? controller.workingSetpoint : controller.setpoint),
    set: (value) => (controller.setpoint = value),
  };
  if (!controller.hasHumidity) return [temperature];
  return [
    temperature,
    {
      name: 'Humidity',
      unit: '%rH',
      low: 0,
      high: 98,
      gradient: controller.humidityGradient,
      actual: () => controller.chamber.relativeHumidity,
      setpoint: () => (controller.program.active ? (controller.workingHumidity ?? 0) : chamber.humidity),
      set: (value) => (chamber.humidity = value),
    },
  ];
}

/** Commands about variables, values and channels (sheet, section 4). */
export function simservCommands(chamber: WeissChamber): SimservCommands {
  return { ...variableCommands(chamber), ...channelCommands(chamber), ...programCommands(chamber) };
}

/** Unconfirmed: that a set point outside its limits is a wrong parameter, and what an open sensor answers. */
function variableCommands(chamber: WeissChamber): SimservCommands {
  const { controller } = chamber;
  const variables = variablesOf(chamber);
  const products = controller.hasProduct ? [{ name: 'Pt100 movable', unit: '°C' }] : [];
  const fans = [{ name: 'Fan', unit: '%' }];
  const list = (): readonly ControlVariable[] => variables;
  const gradient = (side: 'up' | 'down'): readonly [SimservCommand, SimservCommand] => [
    indexed(
      list,
      (variable, value) => {
        if (value < 0) return refuse('parameters');
        variable.gradient[side] = value === 0 ? Number.POSITIVE_INFINITY : value;
        return undefined;
      },
      1,
    ),
    indexed(list, (variable) => (Number.isFinite(variable.gradient[side]) ? variable.gradient[side] : 0)),
  ];
  const [writeUp, readUp] = gradient('up');
  const [writeDown, readDown] = gradient('down');
  return {
    '11018': () => variables.length,
    '11026': indexed(list, ({ name }) => name),
    '11023': indexed(list, ({ unit }) => unit),
    '11001': indexed(
      list,
      (variable, value) => {
        if (value < variable.low || value > variable.high) return refuse('parameters');
        variable.set(value);
        return undefined;
      },
      1,
    ),
    '11002': indexed(list, (variable) => variable.setpoint()),
    '11004': indexed(list, (variable) => variable.actual() ?? refuse('notFound')),
    '11007': indexed(list, ({ low }) => low),
    '11009': indexed(list, ({ high }) => high),
    '11014': indexed(list, ({ low }) => low - 5),
    '11015': indexed(list, ({ high }) => high + 5),
    '11016': indexed(list, ({ low }) => low - 2),
    '11017': indexed(list, ({ high }) => high + 2),
    '11068': writeUp,
    '11066': readUp,
    '11072': writeDown,
    '11070': readDown,
    '12012': () => products.length,
    '12019': indexed(
      () => products,
      ({ name }) => name,
    ),
    '12016': indexed(
      () => products,
      ({ unit }) => unit,
    ),
    '12002': indexed(
      () => products,
      () => controller.chamber.productReading,
    ),
    '12008': indexed(
      () => products,
      () => controller.range.low - 5,
    ),
    '12009': indexed(
      () => products,
      () => controller.range.high + 5,
    ),
    '12010': indexed(
      () => products,
      () => controller.range.low - 2,
    ),
    '12011': indexed(
      () => products,
      () => controller.range.high + 2,
    ),
    '13007': () => fans.length,
    '13011': indexed(
      () => fans,
      ({ name }) => name,
    ),
    '13010': indexed(
      () => fans,
      ({ unit }) => unit,
    ),
    '13005': indexed(
      () => fans,
      () => chamber.fan,
    ),
    '13002': indexed(
      () => fans,
      () => 50,
    ),
    '13004': indexed(
      () => fans,
      () => 100,
    ),
    '13006': indexed(
      () => fans,
      (_, value) => {
        if (value < 50 || value > 100) return refuse('parameters');
        chamber.fan = value;
        return undefined;
      },
      1,
    ),
  };
}

/** Outputs are counted from 2 when they are switched: 1 starts the chamber. Unconfirmed: the name of the input. */
function channelCommands(chamber: WeissChamber): SimservCommands {
  const { controller } = chamber;
  const inputs = [{ name: 'DOOR OPEN', value: () => controller.chamber.doorOpen }];
  const switches = [0, ...weissOutputs.map((_, index) => index + 1)];
  const messages = () => chamber.messages;
  return {
    '99997': indexed(
      () => [
        controller.hasHumidity ? 'ClimeEvent C/180/70/5' : 'LabEvent T/210/70/5',
        '19',
        '59226123450010',
      ],
      (text) => text,
    ),
    '10012': () => {
      const found = messages();
      const running = controller.running || controller.program.active;
      const warning = found.some(({ stops }) => !stops);
      return 1 + (running ? 2 : 0) + (warning ? 4 : 0) + (found.some(({ stops }) => stops) ? 8 : 0);
    },
    '14007': () => weissOutputs.length,
    '14010': indexed(
      () => weissOutputs,
      (name) => name,
    ),
    '14001': indexed(
      () => switches,
      (output, value) => {
        if (value !== 0 && value !== 1) return refuse('parameters');
        if (output > 0) controller.outputs[output - 1] = value === 1;
        else if (value === 1 && messages().some(({ stops }) => stops)) return refuse('failed');
        else controller.running = value === 1;
        return undefined;
      },
      1,
    ),
    '14003': indexed(
      () => switches,
      (output) => Number(output === 0 ? controller.running : controller.outputs[output - 1] === true),
    ),
    '15004': () => inputs.length,
    '15005': indexed(
      () => inputs,
      ({ name }) => name,
    ),
    '15002': indexed(
      () => inputs,
      ({ value }) => Number(value()),
    ),
    '17002': () => messages().length,
    '17007': indexed(messages, ({ text }) => text),
    '17005': indexed(messages, ({ stops }) => (stops ? 1 : 2)),
    '17111': indexed(messages, ({ stops }) => Number(stops)),
    '17009': indexed(messages, () => 1),
    '17012': () => {
      controller.acknowledge();
      return undefined;
    },
  };
}

/**
 * Programs, which are written at the panel. Where the sources disagree about lead time and start date this is the list
 * that was compared with the manual: 19010 and 19208 read, 19009 and 19207 write.
 */
function programCommands(chamber: WeissChamber): SimservCommands {
  const { controller, programs, clock } = chamber;
  const { program } = controller;
  const settings = { loops: 1, lead: 0, start: 0, text: '' };
  return {
    '19014': (args) => {
      const runs = args.length > 1 ? numberOf(args[1]) : settings.loops;
      if (args.length === 0 || !(runs >= 1)) return refuse('parameters');
      const { start } = settings;
      const begun = programs.start(numberOf(args[0]), { runs, waitFor: () => clock.now >= start });
      return begun ? undefined : refuse('notFound');
    },
    '19015': () => {
      programs.stop();
      return undefined;
    },
    '19209': ([kind, action]) => {
      if (kind !== '1' || (action !== '2' && action !== '4')) return refuse('parameters');
      if (!program.active) return refuse('failed');
      if (action === '2') program.pause();
      else program.resume();
      return undefined;
    },
    '19210': () => {
      if (!program.active) return 0;
      const waiting = program.state === 'waiting' ? (programs.waitsToStart ? 16 : 4) : 0;
      return 1 + (program.state === 'paused' ? 2 : 0) + waiting;
    },
    '19204': () => programs.running,
    '19031': ([number]) => programs.get(numberOf(number))?.name ?? refuse('notFound'),
    '19003': (args) => {
      const loops = numberOf(args[0]);
      if (!(loops >= 1)) return refuse('parameters');
      settings.loops = loops;
      return undefined;
    },
    '19004': () => (program.active ? programs.runs : settings.loops),
    '19006': () => programs.completed,
    '19021': () => Math.floor(program.active ? program.total : 0),
    '19009': (args) => {
      const lead = numberOf(args[1]);
      if (!(lead >= 0)) return refuse('parameters');
      settings.lead = lead;
      return undefined;
    },
    '19010': (args) => (args.length === 1 ? settings.lead : refuse('parameters')),
    '19207': ([text = '']) => {
      const match = /^(\d{4})-(\d\d)-(\d\d)-(\d\d)-(\d\d)-(\d\d)$/.exec(text);
      if (match === null) return refuse('parameters');
      const [year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0] = match.slice(1).map(Number);
      settings.start = instantOf({ year, month, day, hour, minute, second });
      settings.text = text;
      return undefined;
    },
    '19208': (args) => (args.length === 0 ? settings.text : refuse('parameters')),
  };
}
