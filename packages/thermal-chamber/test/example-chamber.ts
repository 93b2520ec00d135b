import { FourwireError, InProcessTransport, VirtualClock, defineDriver, openDevice } from '@fourwire/core';
import type { ByteTransport, Call, DriverContext, Limits } from '@fourwire/core';
import { chamberMembers } from '../src/classes/chamber-members.ts';
import { thermalChamber } from '../src/classes/thermal-chamber.ts';
import type { ThermalChamber } from '../src/classes/thermal-chamber.ts';

/** A chamber whose air follows its setpoint at a fixed speed, with everything in plain sight. */
export class ExampleModel {
  setpoint = 23;
  running = false;
  humiditySetpoint = 50;
  humidityOn = false;
  outputs = [false, false, false];
  inputs = [false, false];
  alarms: { code: string; text: string }[] = [];
  isOpen = false;
  isUnplugged = false;
  /** How long the alarms take to be read, in ms. */
  alarmsMs = 0;
  /** When the alarms were read, in s. */
  readonly alarmsReadAt: number[] = [];
  /** Setpoints as they were written. */
  readonly written: number[] = [];
  readonly #clock: VirtualClock;
  readonly #ratePerSecond: number;
  #air = 23;
  #at = 0;

  constructor(clock: VirtualClock, rate: number) {
    this.#clock = clock;
    this.#ratePerSecond = rate / 60;
    this.#at = clock.monotonic();
  }

  get air(): number {
    const now = this.#clock.monotonic();
    const most = (this.#ratePerSecond * (now - this.#at)) / 1000;
    this.#at = now;
    if (this.running) {
      const gap = this.setpoint - this.#air;
      this.#air += Math.sign(gap) * Math.min(Math.abs(gap), most);
    }
    return this.#air;
  }
}

/** How the example chamber is. */
export interface ExampleOptions {
  /** Of its air, in K/min; 60 unless given. */
  readonly rate?: number;
  readonly limits?: Readonly<Record<string, Limits>>;
}

/** Opens an example chamber in virtual time and hands it to `work`. */
export async function onExampleChamber(
  work: (chamber: ThermalChamber, model: ExampleModel, clock: VirtualClock) => Promise<void>,
  { rate = 60, limits = {} }: ExampleOptions = {},
): Promise<void> {
  const clock = new VirtualClock();
  await clock.run(async () => {
    const model = new ExampleModel(clock, rate);
    const link = new InProcessTransport({ connect: () => ({ receive: () => {}, closed: () => {} }) }, 'oven');
    const chamber = await openDevice(exampleDriver(model), link, { path: 'oven', clock, limits });
    await work(chamber, model, clock);
    await chamber.close();
  });
  if (clock.pendingTimers !== 0) throw new Error(`${clock.pendingTimers} timers are left`);
}

function exampleDriver(model: ExampleModel) {
  const on = <T>(read: () => T, write?: (value: T) => void) => ({
    read: async (_call: Call): Promise<T> => {
      if (model.isUnplugged) throw new FourwireError('link', 'link-lost', 'The cable is out.');
      return read();
    },
    write: async (value: T, _call: Call): Promise<void> => {
      if (model.isUnplugged) throw new FourwireError('link', 'link-lost', 'The cable is out.');
      write?.(value);
    },
  });
  return defineDriver({
    name: 'example-chamber',
    deviceClass: thermalChamber,
    wire: 'bytes',
    connect: ({ clock, userLimits }: DriverContext<ByteTransport>) => ({
      identify: async () => ({ manufacturer: 'Example', model: 'C1', serialNumber: '1', firmware: '1' }),
      members: chamberMembers(
        {
          temperature: on(() => (model.isOpen ? NaN : model.air)),
          setpoint: {
            ...on(
              () => model.setpoint,
              (value: number) => {
                void model.air;
                model.setpoint = value;
                model.written.push(value);
              },
            ),
            limits: async () => ({ min: -70, max: 180 }),
          },
          running: on(
            () => model.running,
            (value: boolean) => {
              void model.air;
              model.running = value;
            },
          ),
          alarms: {
            read: async (call) => {
              model.alarmsReadAt.push(clock.monotonic() / 1000);
              if (model.alarmsMs > 0) await clock.sleep(model.alarmsMs, call.signal);
              return on(() => model.alarms).read(call);
            },
          },
          product: { temperature: on(() => model.air - 5), cascade: undefined },
          humidity: {
            humidity: on(() => model.humiditySetpoint),
            setpoint: {
              ...on(
                () => model.humiditySetpoint,
                (value: number) => {
                  model.humiditySetpoint = value;
                },
              ),
              limits: async () => ({ min: 10, max: 98 }),
            },
            control: {
              on: on(
                () => model.humidityOn,
                (value: boolean) => {
                  model.humidityOn = value;
                },
              ),
            },
          },
          outputs: model.outputs.map((_, index) => ({
            on: on(
              () => model.outputs[index] === true,
              (value: boolean) => {
                model.outputs[index] = value;
              },
            ),
          })),
          inputs: model.inputs.map((_, index) => ({ on: on(() => model.inputs[index] === true) })),
        },
        { clock, userLimits },
      ),
    }),
  });
}
