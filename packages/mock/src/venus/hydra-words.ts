import type { HydraAxis, HydraController } from './hydra-controller.ts';
import { venusErrors, VenusRefusal } from './venus-interpreter.ts';
import type { VenusWord } from './venus-interpreter.ts';

type Word = VenusWord<HydraController>;

/** A value is out of range. */
const outOfRange = 1003;

/** µm of the unit of lengths. */
const millimetre = 1000;

function numbered(hydra: HydraController, number: number): HydraAxis {
  const axis = hydra.axes[number - 1];
  if (axis === undefined) throw new VenusRefusal(outOfRange);
  return axis;
}

function written(micrometres: number): string {
  const text = (micrometres / millimetre).toFixed(6);
  return text === '-0.000000' ? '0.000000' : text;
}

function ask(run: (hydra: HydraController) => string): Word {
  return { takes: 0, run };
}

function askAxis(value: (axis: HydraAxis) => string): Word {
  return { takes: 1, run: (hydra, [number = 0]) => value(numbered(hydra, number)) };
}

/** A word for one axis, whose number stands last. */
function tellAxis(parameters: 0 | 1, run: (axis: HydraAxis, value: number) => void): Word {
  return {
    takes: parameters + 1,
    run: (hydra, values) => {
      run(numbered(hydra, values[parameters] ?? 0), values[0] ?? 0);
      return undefined;
    },
  };
}

function targetOf(axis: HydraAxis, value: number, relative: boolean): number {
  const to = value * millimetre + (relative ? axis.controlled.position : 0);
  // Unconfirmed: that limits do not count before the axis is referenced.
  if (axis.referenced && !axis.controlled.allows(to)) throw new VenusRefusal(venusErrors.outsideLimits);
  return to;
}

function moveOne(relative: boolean): Word {
  return tellAxis(1, (axis, value) => {
    const to = targetOf(axis, value, relative);
    if (axis.takesMoves) axis.controlled.move(to);
  });
}

function moveBoth(relative: boolean): Word {
  return {
    takes: 2,
    run: ({ axes }, values) => {
      const targets = axes.map((axis, index) => targetOf(axis, values[index] ?? 0, relative));
      axes.forEach((axis, index) => {
        if (axis.takesMoves) axis.controlled.move(targets[index] ?? 0);
      });
      return undefined;
    },
  };
}

function seek(which: 1 | 2): Word {
  return tellAxis(0, (axis) => {
    if (axis.takesMoves) axis.seek(which);
  });
}

function positive(value: number): number {
  if (!(value > 0)) throw new VenusRefusal(outOfRange);
  return value * millimetre;
}

const status = askAxis((axis) => String(axis.status));

/** The words of Venus-3 (sheet venus-corvus.md, section 4). */
export const hydraWords: Readonly<Record<string, Word>> = {
  identify: ask(() => 'Hydra 0 0 0 0'),
  getproductid: ask(() => 'hydra'),
  version: ask(() => '1.0'),
  getversion: ask(() => '1.0'),
  getserialno: ask(() => '01010042'),
  getmacadr: ask(() => '00:00:00:00:00:00'),
  getcputemp: ask(() => '40.0'),
  nm: moveOne(false),
  nr: moveOne(true),
  m: moveBoth(false),
  r: moveBoth(true),
  np: askAxis(({ controlled }) => written(controlled.position)),
  p: ask(({ axes }) => axes.map(({ controlled }) => written(controlled.position)).join(' ')),
  nst: status,
  est: status,
  ast: status,
  // What any axis does, and what all of them are.
  st: ask(({ axes }) => {
    const each = axes.map((axis) => axis.status);
    const referenced = 0x18;
    const any = each.reduce((sum, bits) => sum | bits, 0) & ~referenced;
    return String(any | (each.reduce((sum, bits) => sum & bits, referenced) & referenced));
  }),
  ncal: seek(1),
  nrm: seek(2),
  nabort: tellAxis(0, ({ controlled }) => controlled.stop()),
  init: tellAxis(0, (axis) => {
    if (axis.emergencySwitch) return;
    axis.controlled.enabled = true;
    axis.emergencyStopped = false;
    axis.failed = false;
  }),
  motoroff: tellAxis(0, ({ controlled }) => {
    controlled.halt();
    controlled.enabled = false;
  }),
  snv: tellAxis(1, ({ controlled }, value) => {
    controlled.speed = positive(value);
  }),
  gnv: askAxis(({ controlled }) => written(controlled.speed)),
  sna: tellAxis(1, ({ controlled }, value) => {
    controlled.acceleration = positive(value);
  }),
  gna: askAxis(({ controlled }) => written(controlled.acceleration)),
  ssd: tellAxis(1, (axis, value) => {
    axis.stopDeceleration = positive(value);
  }),
  getnlimit: askAxis(({ controlled: { limits } }) => `${written(limits.low)} ${written(limits.high)}`),
  setnpos: tellAxis(1, (axis, value) => axis.shiftOrigin(value * millimetre)),
  setmanctrl: tellAxis(1, (axis, mask) => {
    if (!Number.isInteger(mask) || mask < 0 || mask > 15) throw new VenusRefusal(outOfRange);
    axis.manualControl = mask;
  }),
  getmanctrl: askAxis(({ manualControl }) => String(manualControl)),
  ge: ask((hydra) => {
    const { error } = hydra;
    hydra.error = 0;
    return String(error);
  }),
  gme: ask((hydra) => {
    const { machineError } = hydra;
    hydra.machineError = 0;
    for (const axis of hydra.axes) axis.failed = false;
    return String(machineError);
  }),
  clear: { takes: 0, run: () => undefined },
  reset: {
    takes: 0,
    run: (hydra) => {
      hydra.restart();
      return undefined;
    },
  },
};
