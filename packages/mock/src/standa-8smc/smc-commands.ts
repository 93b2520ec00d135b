import { SmcData } from './smc-frame.ts';
import type { SmcCommand } from './smc-frame.ts';
import type { SmcMotor } from './smc-motor.ts';

/** Thrown by a value that is out of range. */
export class SmcValueRefusal extends Error {}

/** Flags of the status (sheet standa-8smc.md, section 2). */
const stateFlags = { homed: 0x20, alarm: 0x40 } as const;

/** Unconfirmed: the switches in the GPIO word. */
const gpioFlags = { right: 0x1, left: 0x2 } as const;

/** States of the encoder: none works, or it does. */
const encoderStates = { malfunction: 2, ok: 4 } as const;

/** No step has more microsteps. */
const mostMicrosteps = 255;

/** Carries out a command; gives the data of the reply, where it has any. */
export function smcCommand(motor: SmcMotor, command: SmcCommand, data: DataView): Uint8Array | undefined {
  switch (command) {
    // A stepper motor on an integrated driver.
    case 'gent':
      return new SmcData(8).u8(3, 2).bytes;
    // 256 microsteps, and 200 steps of a turn, behind currents and speeds. Unconfirmed: the fields before them.
    case 'geng':
      return new SmcData(28).i16(0, 670).i32(4000).u8(0).i16(0, 0).u8(9).i16(200).bytes;
    case 'gets':
      return status(motor);
    case 'gpos': {
      const { steps, microsteps, encoder } = motor.position;
      return new SmcData(20).i32(steps).i16(microsteps).i64(encoder).bytes;
    }
    case 'spos':
      return setPosition(motor, data);
    case 'move':
      motor.move('move', lengthAt(motor, data));
      return undefined;
    case 'movr':
      motor.move('movr', motor.controlled.target + lengthAt(motor, data));
      return undefined;
    case 'left':
    case 'rigt':
      motor.jog(command);
      return undefined;
    case 'home':
      motor.home();
      return undefined;
    case 'loft':
      motor.loft();
      return undefined;
    case 'stop':
      motor.stop();
      return undefined;
    case 'sstp':
      motor.stopSoftly();
      return undefined;
    case 'pwof':
      motor.powerOff();
      return undefined;
    case 'gmov': {
      const { moves } = motor;
      return new SmcData(24)
        .i32(moves.speed)
        .u8(moves.microspeed)
        .i16(moves.acceleration, moves.deceleration)
        .i32(moves.antiplay)
        .u8(moves.microantiplay).bytes;
    }
    case 'smov':
      return setMoves(motor, data);
    case 'gpwr': {
      const { power } = motor;
      return new SmcData(14)
        .u8(power.holdCurrent)
        .i16(power.reductionDelay, power.offDelay, power.rampTime)
        .u8(power.flags).bytes;
    }
    case 'spwr':
      return setPower(motor, data);
    default:
      return command satisfies never;
  }
}

function status(motor: SmcMotor): Uint8Array {
  const { controlled, speed, position } = motor;
  const { activeSwitch } = controlled.motor;
  const atSpeed = Math.abs(controlled.motor.stage.speed) > 0.99 * controlled.speed;
  const moving = (controlled.moving ? 0x01 : 0) | (atSpeed ? 0x02 : 0);
  const flags = (controlled.referenced ? stateFlags.homed : 0) | (motor.alarm ? stateFlags.alarm : 0);
  const switches =
    (activeSwitch === 'high' ? gpioFlags.right : 0) | (activeSwitch === 'low' ? gpioFlags.left : 0);
  const encoder = motor.encoderFailed ? encoderStates.malfunction : encoderStates.ok;
  return (
    new SmcData(48)
      .u8(moving, motor.commandState, motor.powerState, encoder, 0)
      .i32(position.steps)
      .i16(position.microsteps)
      .i64(position.encoder)
      .i32(speed.steps)
      .i16(speed.microsteps)
      // Currents in mA and voltages in 10 mV of motor and USB, and the temperature in 0.1 °C.
      .i16(controlled.moving ? 300 : 40, 2400, 120, 505, 312)
      .i32(flags, switches)
      .u8(0).bytes
  );
}

/** A position or distance: steps, then microsteps. */
function lengthAt(motor: SmcMotor, data: DataView): number {
  const microsteps = data.getInt16(4, true);
  if (Math.abs(microsteps) > mostMicrosteps) throw new SmcValueRefusal();
  return motor.length(data.getInt32(0, true), microsteps);
}

function setPosition(motor: SmcMotor, data: DataView): undefined {
  const flags = data.getUint8(14);
  const position = (flags & 0x01) === 0 ? lengthAt(motor, data) : undefined;
  const encoder = (flags & 0x02) === 0 ? Number(data.getBigInt64(6, true)) : undefined;
  if (motor.controlled.moving) throw new SmcValueRefusal();
  motor.setPosition(position, encoder);
}

function setMoves(motor: SmcMotor, data: DataView): undefined {
  const moves = {
    speed: data.getUint32(0, true),
    microspeed: data.getUint8(4),
    acceleration: data.getUint16(5, true),
    deceleration: data.getUint16(7, true),
    antiplay: data.getUint32(9, true),
    microantiplay: data.getUint8(13),
  };
  // Unconfirmed: the highest speed.
  if (moves.speed > 100_000 || moves.acceleration === 0 || moves.deceleration === 0)
    throw new SmcValueRefusal();
  motor.moves = moves;
}

function setPower(motor: SmcMotor, data: DataView): undefined {
  const holdCurrent = data.getUint8(0);
  if (holdCurrent > 100) throw new SmcValueRefusal();
  motor.power = {
    holdCurrent,
    reductionDelay: data.getUint16(1, true),
    offDelay: data.getUint16(3, true),
    rampTime: data.getUint16(5, true),
    flags: data.getUint8(7),
  };
}
