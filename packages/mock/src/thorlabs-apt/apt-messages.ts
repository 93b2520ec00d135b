import { encodeApt } from './apt-frame.ts';
import type { AptMessage } from './apt-frame.ts';
import type { AptMotor } from './apt-motor.ts';

/** What it says by itself, and to requests (sheet thorlabs-apt.md, section 3). */
export const aptIds = {
  info: 0x0006,
  hardwareResponse: 0x0080,
  channelState: 0x0212,
  homed: 0x0444,
  completed: 0x0464,
  stopped: 0x0466,
  position: 0x0412,
  velocity: 0x0415,
  jog: 0x0418,
  limitSwitch: 0x0425,
  statusBits: 0x042a,
  backlash: 0x043c,
  home: 0x0442,
  servoStatus: 0x0481,
  status: 0x0491,
} as const;

/** The only channel. */
export const aptChannel = 1;

/** Length of the data of a status, and of the one that tells the end of a move. */
const statusLength = 14;
const endLength = 20;

/** What a controller does with a message; gives the reply, if there is one. */
type Handler = (motor: AptMotor, message: AptMessage) => Uint8Array | undefined;

/** The data of a long message of at least `length` bytes for the channel, without the channel. */
function data({ data: bytes }: AptMessage, length: number): DataView | undefined {
  if (bytes === undefined || bytes.length < length + 2) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  return view.getUint16(0, true) === aptChannel ? new DataView(view.buffer, view.byteOffset + 2) : undefined;
}

/** Answers a request that names the channel. */
function answer(reply: (motor: AptMotor) => Uint8Array): Handler {
  return (motor, { parameters: [channel] }) => (channel === aptChannel ? reply(motor) : undefined);
}

/** Takes a long message. */
function take(length: number, apply: (motor: AptMotor, view: DataView) => void): Handler {
  return (motor, message) => {
    const view = data(message, length);
    if (view !== undefined) apply(motor, view);
    return undefined;
  };
}

/** Data behind the channel, as the sheet writes its form: `i` four bytes with a sign, `H` two without. */
function packed(id: number, form: string, values: readonly number[]): Uint8Array {
  const sizes: readonly number[] = form.split('').map((letter) => (letter === 'i' ? 4 : 2));
  const bytes = new Uint8Array(sizes.reduce((sum, size) => sum + size, 2));
  const view = new DataView(bytes.buffer);
  view.setUint16(0, aptChannel, true);
  let at = 2;
  sizes.forEach((size, index) => {
    const value = values[index] ?? 0;
    if (size === 4) view.setInt32(at, value, true);
    else view.setUint16(at, value, true);
    at += size;
  });
  return encodeApt(id, bytes);
}

/** Position, speed and status bits, which stand last. */
export function aptStatus(motor: AptMotor, id: number): Uint8Array {
  const isEnd = id === aptIds.completed || id === aptIds.stopped;
  const bytes = new Uint8Array(isEnd ? endLength : statusLength);
  const view = new DataView(bytes.buffer);
  view.setUint16(0, aptChannel, true);
  view.setInt32(2, motor.counts(motor.controlled.position), true);
  view.setUint16(6, Math.min(0xffff, Math.abs(motor.countsPerSecond)), true);
  view.setUint32(bytes.length - 4, motor.status, true);
  return encodeApt(id, bytes);
}

/** Serial number, model, firmware and how many channels there are. */
function info(): Uint8Array {
  const bytes = new Uint8Array(84);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, 27_000_123, true);
  bytes.set(Buffer.from('KDC101\0\0'), 4);
  view.setUint16(12, 16, true);
  // The highest part of the version stands last.
  bytes.set([3, 0, 2], 14);
  bytes.set(Buffer.from('APT DC servo controller'), 18);
  view.setUint16(78, 1, true);
  view.setUint16(82, 1, true);
  return encodeApt(aptIds.info, bytes);
}

function move(motor: AptMotor, target: number): void {
  // A move is lost while it homes.
  if (!motor.takesMoves || motor.controlled.run === 'reference') return;
  motor.motionError = false;
  motor.controlled.move(target);
}

/** 1 goes forward, 2 backward. Unconfirmed: pyLabLib takes them the other way round. */
function wayOf({ parameters: [, direction] }: AptMessage): -1 | 1 | undefined {
  return direction === 1 ? 1 : direction === 2 ? -1 : undefined;
}

/** What a unit with one channel does with each message. Nothing answers what it does not know. */
export const aptHandlers: Readonly<Record<number, Handler>> = {
  0x0005: info,
  // It blinks.
  0x0223: () => undefined,
  0x0210: (motor, { parameters: [channel, state] }) => {
    if (channel === aptChannel && (state === 1 || state === 2)) motor.enable(state === 1);
    return undefined;
  },
  0x0211: answer((motor) => encodeApt(aptIds.channelState, [aptChannel, motor.controlled.enabled ? 1 : 2])),
  0x0443: (motor) => {
    if (!motor.takesMoves) return undefined;
    motor.motionError = false;
    motor.controlled.findMark('low', motor.length(motor.home.offset), motor.speed(motor.home.speed));
    return undefined;
  },
  0x0448: take(4, (motor, view) => {
    move(motor, motor.controlled.position + motor.length(view.getInt32(0, true)));
  }),
  0x0453: take(4, (motor, view) => move(motor, motor.length(view.getInt32(0, true)))),
  0x0457: (motor, message) => {
    const way = wayOf(message);
    if (way !== undefined && motor.takesMoves) motor.controlled.jog(way);
    return undefined;
  },
  0x046a: (motor, message) => {
    const way = wayOf(message);
    if (way === undefined || !motor.takesMoves) return undefined;
    // Mode 1 goes on and on, 2 by a step.
    if (motor.jog.mode === 1) motor.controlled.jog(way, motor.speed(motor.jog.speed));
    else move(motor, motor.controlled.position + way * motor.length(motor.jog.step));
    return undefined;
  },
  0x0465: (motor, { parameters: [, mode] }) => {
    if (mode === 1) motor.controlled.halt();
    else motor.controlled.stop();
    return undefined;
  },
  0x0410: take(4, (motor, view) => {
    if (!motor.controlled.moving) motor.controlled.position = motor.length(view.getInt32(0, true));
  }),
  0x0411: answer((motor) => packed(aptIds.position, 'i', [motor.counts(motor.controlled.position)])),
  0x0413: take(12, (motor, view) => {
    const [acceleration, speed] = [view.getInt32(4, true), view.getInt32(8, true)];
    if (acceleration > 0) motor.controlled.acceleration = motor.rate(acceleration);
    if (speed > 0) motor.controlled.speed = motor.speed(speed);
  }),
  0x0414: answer((motor) =>
    packed(aptIds.velocity, 'iii', [
      0,
      motor.acceleration(motor.controlled.acceleration),
      motor.velocity(motor.controlled.speed),
    ]),
  ),
  0x0416: take(20, (motor, view) => {
    motor.jog = {
      mode: view.getUint16(0, true),
      step: view.getInt32(2, true),
      minimum: view.getInt32(6, true),
      acceleration: view.getInt32(10, true),
      speed: view.getInt32(14, true),
      stopMode: view.getUint16(18, true),
    };
  }),
  0x0417: answer(({ jog }) =>
    packed(aptIds.jog, 'HiiiiH', [
      jog.mode,
      jog.step,
      jog.minimum,
      jog.acceleration,
      jog.speed,
      jog.stopMode,
    ]),
  ),
  0x0423: take(14, (motor, view) => {
    motor.limitSwitch = {
      forward: view.getUint16(0, true),
      backward: view.getUint16(2, true),
      softForward: view.getInt32(4, true),
      softBackward: view.getInt32(8, true),
      mode: view.getUint16(12, true),
    };
  }),
  0x0424: answer(({ limitSwitch: limits }) =>
    packed(aptIds.limitSwitch, 'HHiiH', [
      limits.forward,
      limits.backward,
      limits.softForward,
      limits.softBackward,
      limits.mode,
    ]),
  ),
  0x0429: answer((motor) => packed(aptIds.statusBits, 'i', [motor.status | 0])),
  0x043a: take(4, (motor, view) => {
    motor.backlash = view.getInt32(0, true);
  }),
  0x043b: answer(({ backlash }) => packed(aptIds.backlash, 'i', [backlash])),
  0x0440: take(12, (motor, view) => {
    motor.home = {
      direction: view.getUint16(0, true),
      limitSwitch: view.getUint16(2, true),
      speed: view.getInt32(4, true),
      offset: view.getInt32(8, true),
    };
  }),
  0x0441: answer(({ home }) =>
    packed(aptIds.home, 'HHii', [home.direction, home.limitSwitch, home.speed, home.offset]),
  ),
  0x0480: answer((motor) => aptStatus(motor, aptIds.servoStatus)),
  0x0490: answer((motor) => aptStatus(motor, aptIds.status)),
};
