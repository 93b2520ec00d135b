import type { CorvusController } from './corvus-controller.ts';
import type { VenusAxis } from './venus-axis.ts';
import { venusErrors, VenusRefusal } from './venus-interpreter.ts';
import type { VenusWord } from './venus-interpreter.ts';

type Word = VenusWord<CorvusController>;

/** A value is out of range. */
const outOfRange = 1007;

/** The number of an axis, from 1 on. */
function numbered(corvus: CorvusController, number: number): VenusAxis {
  const axis = corvus.axes[number - 1];
  if (axis === undefined) throw new VenusRefusal(outOfRange);
  return axis;
}

function written(value: number): string {
  const text = value.toFixed(6);
  return text === '-0.000000' ? '0.000000' : text;
}

/** Where an axis stands, in its unit. */
function place(corvus: CorvusController, index: number): string {
  const axis = numbered(corvus, index + 1);
  return written(axis.controlled.position / corvus.unitLength(index + 1));
}

/** Does something that is not answered. */
function told(work: (corvus: CorvusController) => void): Word['run'] {
  return (corvus) => {
    work(corvus);
    return undefined;
  };
}

/** A query without parameters. */
function ask(run: (corvus: CorvusController) => string | readonly string[]): Word {
  return { takes: 0, immediate: true, run };
}

/** A query for one axis, or for all with -1. */
function askAxis(value: (corvus: CorvusController, number: number) => string): Word {
  return {
    takes: 1,
    immediate: true,
    run: (corvus, [number = 0]) => {
      if (number === -1) return corvus.axes.map((_, index) => value(corvus, index + 1)).join(' ');
      numbered(corvus, number);
      return value(corvus, number);
    },
  };
}

/** All active axes, or none of them. */
function moveAll(relative: boolean): Word {
  return {
    takes: ({ dimensions }) => dimensions,
    starts: true,
    run: (corvus, values) => {
      start(
        corvus,
        values.map((value, index) => ({ number: index + 1, value })),
        relative,
      );
      return undefined;
    },
  };
}

function moveOne(relative: boolean): Word {
  return {
    takes: 2,
    starts: true,
    run: (corvus, [value = 0, number = 0]) => {
      start(corvus, [{ number, value }], relative);
      return undefined;
    },
  };
}

function start(
  corvus: CorvusController,
  targets: readonly { readonly number: number; readonly value: number }[],
  relative: boolean,
): void {
  // What is switched off stays where it is.
  const moves = targets
    .filter(({ number }) => corvus.switchedOn[number - 1] !== 0)
    .map(({ number, value }) => {
      const axis = numbered(corvus, number);
      const length = value * corvus.unitLength(number);
      const to = length + (relative ? axis.controlled.position : 0);
      // Unconfirmed: that limits do not count before the axis is referenced.
      if (axis.referenced && !axis.controlled.allows(to)) throw new VenusRefusal(venusErrors.outsideLimits);
      return { axis, to };
    });
  if (corvus.emergency || corvus.joystick) return;
  corvus.machineError = 0;
  for (const { axis, to } of moves) axis.controlled.move(to);
}

function seek(which: 1 | 2): { readonly all: Word; readonly one: Word } {
  const go = (corvus: CorvusController, axes: readonly VenusAxis[]): undefined => {
    if (corvus.emergency) return;
    corvus.machineError = 0;
    for (const axis of axes) axis.seek(which);
  };
  return {
    all: { takes: 0, starts: true, run: (corvus) => go(corvus, corvus.active) },
    one: { takes: 1, starts: true, run: (corvus, [number = 0]) => go(corvus, [numbered(corvus, number)]) },
  };
}

/** One rate for all axes, in the unit of speeds. Unconfirmed: that it is set while a move runs. */
function rate(set: (axis: VenusAxis, value: number) => void): Word {
  return {
    takes: 1,
    immediate: true,
    run: (corvus, [value = 0]) => {
      if (!(value > 0)) throw new VenusRefusal(outOfRange);
      for (const axis of corvus.axes) set(axis, value * corvus.unitLength(0));
      return undefined;
    },
  };
}

const position = ask((corvus) => corvus.active.map((_, index) => place(corvus, index)).join(' '));
const status = ask((corvus) => String(corvus.status));
const error = ask((corvus) => {
  const { error: last } = corvus;
  corvus.error = 0;
  return String(last);
});
const machineError = ask((corvus) => {
  const { machineError: last } = corvus;
  corvus.machineError = 0;
  return String(last);
});
const speed = rate(({ controlled }, value) => {
  controlled.speed = value;
});
const acceleration = rate(({ controlled }, value) => {
  controlled.acceleration = value;
});
const joystick: Word = {
  takes: 1,
  immediate: true,
  run: (corvus, [on = 0]) => {
    if (on !== 0 && on !== 1) throw new VenusRefusal(outOfRange);
    corvus.joystick = on === 1;
    return undefined;
  },
};
const isJoystick = ask((corvus) => (corvus.joystick ? '1' : '0'));
const calibrate = seek(1);
const measure = seek(2);

/** The words of Venus-1 (sheet venus-corvus.md, section 3). */
export const corvusWords: Readonly<Record<string, Word>> = {
  identify: ask(() => 'Corvus 1 462 1 380'),
  version: ask(() => '2.30'),
  getserialno: ask(() => '01011234'),
  getmacadr: ask(() => '00:00:00:00:00:00'),
  getoptions: ask(() => '3'),
  mode: {
    takes: 1,
    run: (corvus, [mode = 0]) => {
      if (mode !== 0 && mode !== 1) throw new VenusRefusal(outOfRange);
      corvus.terminal = mode === 1;
      return undefined;
    },
  },
  setdim: {
    takes: 1,
    run: (corvus, [dimensions = 0]) => {
      if (![1, 2, 3].includes(dimensions)) throw new VenusRefusal(outOfRange);
      corvus.dimensions = dimensions;
      return undefined;
    },
  },
  clear: { takes: 0, run: () => undefined },
  getdim: ask((corvus) => String(corvus.dimensions)),
  setaxis: {
    takes: 2,
    run: (corvus, [state = 0, number = 0]) => {
      numbered(corvus, number);
      if (!Number.isInteger(state) || state < 0 || state > 4) throw new VenusRefusal(outOfRange);
      corvus.switchedOn[number - 1] = state;
      return undefined;
    },
  },
  getaxis: askAxis((corvus, number) => String(corvus.switchedOn[number - 1])),
  setunit: {
    takes: 2,
    run: (corvus, [unit = 0, number = 0]) => {
      if (!corvus.isUnit(unit) || corvus.units[number] === undefined) throw new VenusRefusal(outOfRange);
      corvus.units[number] = unit;
      return undefined;
    },
  },
  getunit: {
    takes: 1,
    immediate: true,
    run: ({ units }, [number = 0]) => {
      // The axes first, then that of speeds.
      if (number === -1) return [...units.slice(1), units[0]].join(' ');
      const unit = units[number];
      if (unit === undefined) throw new VenusRefusal(outOfRange);
      return String(unit);
    },
  },
  move: moveAll(false),
  m: moveAll(false),
  rmove: moveAll(true),
  r: moveAll(true),
  nmove: moveOne(false),
  nrmove: moveOne(true),
  pos: position,
  p: position,
  npos: askAxis((corvus, number) => place(corvus, number - 1)),
  status,
  st: status,
  cal: calibrate.all,
  ncal: calibrate.one,
  rm: measure.all,
  nrm: measure.one,
  getcaldone: askAxis((corvus, number) => String(numbered(corvus, number).calibration)),
  setlimit: {
    takes: 6,
    run: (corvus, values) => {
      const limits = corvus.axes.map((_, index) => {
        const unit = corvus.unitLength(index + 1);
        return { low: (values[index] ?? 0) * unit, high: (values[index + 3] ?? 0) * unit };
      });
      if (limits.some(({ low, high }) => low > high)) throw new VenusRefusal(outOfRange);
      corvus.axes.forEach(({ controlled }, index) => {
        controlled.softLimits = limits[index];
      });
      return undefined;
    },
  },
  // A line for each axis. Unconfirmed.
  getlimit: ask((corvus) =>
    corvus.axes.map(({ controlled }, index) => {
      const unit = corvus.unitLength(index + 1);
      return `${written(controlled.limits.low / unit)} ${written(controlled.limits.high / unit)}`;
    }),
  ),
  setvel: speed,
  sv: speed,
  getvel: ask((corvus) => written((corvus.axes[0]?.controlled.speed ?? 0) / corvus.unitLength(0))),
  setaccel: acceleration,
  sa: acceleration,
  getaccel: ask((corvus) => written((corvus.axes[0]?.controlled.acceleration ?? 0) / corvus.unitLength(0))),
  setpos: {
    takes: ({ dimensions }) => dimensions,
    run: (corvus, values) => {
      corvus.active.forEach((axis, index) =>
        axis.shiftOrigin((values[index] ?? 0) * corvus.unitLength(index + 1)),
      );
      return undefined;
    },
  },
  abort: { takes: 0, immediate: true, run: told((corvus) => corvus.stop('brake')) },
  geterror: error,
  ge: error,
  getmerror: machineError,
  gme: machineError,
  joystick,
  j: joystick,
  getjoystick: isJoystick,
  gj: isJoystick,
  getpitch: askAxis(() => written(1)),
  getpolepairs: askAxis(() => '50'),
  getclperiod: askAxis(() => written(0)),
  getsw: askAxis(() => '0 0'),
  getswst: askAxis((corvus, number) => {
    const { activeSwitch } = numbered(corvus, number).controlled.motor;
    return `${activeSwitch === 'low' ? 1 : 0} ${activeSwitch === 'high' ? 1 : 0}`;
  }),
  save: { takes: 0, run: () => undefined },
  restore: { takes: 0, run: () => undefined },
  beep: { takes: 1, run: () => undefined },
  reset: { takes: 0, immediate: true, run: told((corvus) => corvus.restart()) },
};
