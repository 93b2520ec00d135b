import type { ZaberAxis, ZaberDevice } from './zaber-device.ts';

/** What a command is rejected with (sheet zaber.md, section 5). */
export type ZaberReason =
  | 'AGAIN'
  | 'BADAXIS'
  | 'BADCOMMAND'
  | 'BADDATA'
  | 'DEVICEONLY'
  | 'AXISONLY'
  | 'STATUSBUSY'
  | 'DRIVERDISABLED';

/** Thrown by a command that is rejected. */
export class ZaberRejection extends Error {
  readonly reason: ZaberReason;

  constructor(reason: ZaberReason) {
    super(reason);
    this.reason = reason;
  }
}

/** Carries out a command for the axes that it is meant for; gives the data of the reply. `axis` is 0 for all of them. */
export function zaberCommand(device: ZaberDevice, axis: number, words: readonly string[]): string {
  if (axis > device.axes.length) throw new ZaberRejection('BADAXIS');
  const axes = axis === 0 ? device.axes : device.axes.slice(axis - 1, axis);
  const [name, ...rest] = words;
  switch (name) {
    case undefined:
      return '0';
    case 'home':
      none(rest);
      return home(axes);
    case 'move':
      return move(axes, rest);
    case 'stop':
    case 'estop':
      none(rest);
      for (const each of axes) each.stop(name === 'estop');
      return '0';
    case 'get':
      return get(device, axis, axes, rest);
    case 'set':
      return change(device, axis, axes, rest);
    case 'warnings':
      return warnings(axes, rest);
    case 'driver':
      return driver(axes, rest);
    case 'tools':
      return tools(axes, rest);
    case 'renumber':
      if (axis !== 0) throw new ZaberRejection('DEVICEONLY');
      device.number = whole(rest, 1, 99);
      return '0';
    case 'system':
      if (rest[0] !== 'reset' || rest.length > 1) throw new ZaberRejection('BADCOMMAND');
      if (axis !== 0) throw new ZaberRejection('DEVICEONLY');
      device.restart();
      return '0';
    default:
      throw new ZaberRejection('BADCOMMAND');
  }
}

function none(given: readonly string[]): void {
  if (given.length > 0) throw new ZaberRejection('BADCOMMAND');
}

function whole(given: readonly string[], low: number, high: number): number {
  const [text = '', ...rest] = given;
  if (rest.length > 0 || !/^[+-]?\d{1,15}$/.test(text)) throw new ZaberRejection('BADDATA');
  const value = Number(text);
  if (value < low || value > high) throw new ZaberRejection('BADDATA');
  return value;
}

function requireDrivers(axes: readonly ZaberAxis[]): void {
  if (axes.some(({ controlled }) => !controlled.enabled)) throw new ZaberRejection('DRIVERDISABLED');
}

function home(axes: readonly ZaberAxis[]): string {
  requireDrivers(axes);
  for (const axis of axes) {
    axis.begin();
    axis.controlled.findMark('low', 0);
  }
  return '0';
}

const farthest = 2 ** 40;

function move(axes: readonly ZaberAxis[], [how = '', ...rest]: readonly string[]): string {
  requireDrivers(axes);
  if (how === 'vel') {
    const velocity = whole(rest, -farthest, farthest);
    const fastest = Math.min(...axes.map(fastestVelocity));
    if (Math.abs(velocity) > fastest) throw new ZaberRejection('BADDATA');
    for (const axis of axes) run(axis, velocity);
    return '0';
  }
  // All or none of them move.
  const targets = axes.map((axis) => target(axis, how, rest));
  axes.forEach((axis, index) => {
    axis.begin();
    axis.controlled.move(targets[index] ?? 0);
  });
  return '0';
}

function run(axis: ZaberAxis, velocity: number): void {
  if (velocity === 0) {
    axis.stop(false);
    return;
  }
  axis.begin();
  const { low, high } = axis.controlled.limits;
  // Of its own accord it stops at its limits.
  if (axis.controlled.referenced)
    axis.controlled.move(velocity < 0 ? low : high, axis.speed(Math.abs(velocity)));
  else axis.controlled.jog(velocity < 0 ? -1 : 1, axis.speed(Math.abs(velocity)));
}

function fastestVelocity(axis: ZaberAxis): number {
  return axis.velocity(axis.controlled.motor.stage.parameters.speed);
}

/** Where a move goes, in µm. Without a reference only distances mean something. */
function target(axis: ZaberAxis, how: string, given: readonly string[]): number {
  const { controlled, microstep } = axis;
  const { low, high } = controlled.limits;
  if (how === 'rel') {
    const to = controlled.position + whole(given, -farthest, farthest) * microstep;
    if (controlled.referenced && !controlled.allows(to)) throw new ZaberRejection('BADDATA');
    return to;
  }
  if (how === 'min' || how === 'max') {
    none(given);
    return how === 'min' ? low : high;
  }
  // Unconfirmed: the reason of this refusal, which the transcript of the sheet gives beside WR.
  if (!controlled.referenced) throw new ZaberRejection('BADDATA');
  const to = absolute(axis, how, given) * microstep;
  if (!controlled.allows(to)) throw new ZaberRejection('BADDATA');
  return to;
}

function absolute(axis: ZaberAxis, how: string, given: readonly string[]): number {
  switch (how) {
    case 'abs':
      return whole(given, -farthest, farthest);
    case 'index':
      if (axis.indexDistance === 0) throw new ZaberRejection('BADDATA');
      return (whole(given, 1, 1e6) - 1) * axis.indexDistance;
    case 'stored': {
      const stored = axis.stored.get(whole(given, 1, 16));
      if (stored === undefined) throw new ZaberRejection('BADDATA');
      return stored;
    }
    default:
      throw new ZaberRejection('BADCOMMAND');
  }
}

function warnings(axes: readonly ZaberAxis[], given: readonly string[]): string {
  const set = [...new Set(axes.flatMap((axis) => axis.warnings))];
  if (given[0] === 'clear') for (const axis of axes) axis.clearWarnings();
  else none(given);
  return [String(set.length).padStart(2, '0'), ...set].join(' ');
}

/** Unconfirmed: the command. */
function driver(axes: readonly ZaberAxis[], [word, ...rest]: readonly string[]): string {
  none(rest);
  if (word !== 'enable' && word !== 'disable') throw new ZaberRejection('BADCOMMAND');
  for (const { controlled } of axes) {
    if (word === 'disable') controlled.halt();
    controlled.enabled = word === 'enable';
  }
  return '0';
}

function tools(axes: readonly ZaberAxis[], [word, ...rest]: readonly string[]): string {
  if (word === 'echo') return rest.length === 0 ? '0' : rest.join(' ');
  if (word !== 'storepos') throw new ZaberRejection('BADCOMMAND');
  const [number = '', at] = rest;
  const slot = whole([number], 1, 16);
  if (at === undefined) return axes.map((axis) => axis.stored.get(slot) ?? 'NA').join(' ');
  for (const axis of axes) {
    const { controlled } = axis;
    const steps = at === 'current' ? axis.steps(controlled.position) : whole(rest.slice(1), 0, farthest);
    axis.stored.set(slot, steps);
  }
  return '0';
}

/** Settings of a device as a whole. */
const ofDevice: Readonly<Record<string, (device: ZaberDevice) => number | string>> = {
  deviceid: () => 30_342,
  'device.id': () => 30_342,
  version: () => '6.28',
  'system.serial': ({ serial }) => serial,
  'system.axiscount': ({ axes }) => axes.length,
  'comm.alert': ({ alerts }) => (alerts ? 1 : 0),
  'comm.checksum': ({ checksums }) => (checksums ? 1 : 0),
  'comm.address': ({ number }) => number,
  'motion.busy': ({ axes }) => (axes.some(({ controlled }) => controlled.moving) ? 1 : 0),
};

/** Settings of each axis. */
const ofAxis: Readonly<Record<string, (axis: ZaberAxis) => number>> = {
  pos: (axis) => axis.steps(axis.controlled.position),
  'encoder.pos': (axis) => axis.steps(axis.controlled.position),
  maxspeed: (axis) => axis.velocity(axis.controlled.speed),
  accel: (axis) => axis.acceleration(axis.controlled.acceleration),
  'limit.min': (axis) => axis.steps(axis.controlled.limits.low),
  'limit.max': (axis) => axis.steps(axis.controlled.limits.high),
  resolution: ({ resolution }) => resolution,
  'motion.index.dist': ({ indexDistance }) => indexDistance,
  'limit.home.triggered': ({ controlled }) => (controlled.motor.activeSwitch === 'low' ? 1 : 0),
};

function get(
  device: ZaberDevice,
  axis: number,
  axes: readonly ZaberAxis[],
  [name = '', ...rest]: readonly string[],
): string {
  none(rest);
  const general = ofDevice[name];
  if (general !== undefined) {
    if (axis !== 0) throw new ZaberRejection('DEVICEONLY');
    return String(general(device));
  }
  if (name === 'knob.enable') return axes.map(() => (device.knob ? 1 : 0)).join(' ');
  const each = ofAxis[name];
  if (each === undefined) throw new ZaberRejection('BADCOMMAND');
  return axes.map((one) => each(one)).join(' ');
}

function change(
  device: ZaberDevice,
  axis: number,
  axes: readonly ZaberAxis[],
  [name = '', ...given]: readonly string[],
): string {
  if (ofDevice[name] !== undefined && axis !== 0) throw new ZaberRejection('DEVICEONLY');
  switch (name) {
    case 'comm.alert':
      device.alerts = whole(given, 0, 1) === 1;
      return '0';
    case 'comm.checksum':
      device.checksums = whole(given, 0, 1) === 1;
      return '0';
    case 'comm.address':
      device.number = whole(given, 1, 99);
      return '0';
    case 'knob.enable':
      device.knob = whole(given, 0, 1) === 1;
      return '0';
    default:
      // All or none of them are set.
      for (const apply of axes.map((one) => setting(one, name, given))) apply();
      return '0';
  }
}

/** Checks a setting of an axis; gives what sets it. */
function setting(axis: ZaberAxis, name: string, given: readonly string[]): () => void {
  const { controlled, microstep } = axis;
  const { parameters } = controlled.motor.stage;
  switch (name) {
    case 'pos': {
      if (controlled.moving) throw new ZaberRejection('STATUSBUSY');
      const steps = whole(given, -farthest, farthest);
      return () => {
        controlled.position = steps * microstep;
        controlled.referenced = true;
      };
    }
    case 'maxspeed': {
      const velocity = whole(given, 1, axis.velocity(parameters.speed));
      return () => {
        controlled.speed = axis.speed(velocity);
      };
    }
    case 'accel': {
      const acceleration = whole(given, 1, axis.acceleration(parameters.acceleration));
      return () => {
        controlled.acceleration = axis.rate(acceleration);
      };
    }
    case 'limit.min':
    case 'limit.max': {
      const { low, high } = controlled.limits;
      const isLow = name === 'limit.min';
      const steps = whole(given, isLow ? -farthest : axis.steps(low), isLow ? axis.steps(high) : farthest);
      return () => {
        controlled.softLimits = isLow ? { low: steps * microstep, high } : { low, high: steps * microstep };
      };
    }
    case 'resolution': {
      if (controlled.moving) throw new ZaberRejection('STATUSBUSY');
      const steps = whole(given, 1, 256);
      return () => {
        axis.resolution = steps;
      };
    }
    case 'motion.index.dist': {
      const steps = whole(given, 0, farthest);
      return () => {
        axis.indexDistance = steps;
      };
    }
    default:
      throw new ZaberRejection('BADCOMMAND');
  }
}
