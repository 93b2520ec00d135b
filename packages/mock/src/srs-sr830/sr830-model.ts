import type { Clock, Random } from '@fourwire/core';
import type { DeviceUnderTest } from '../physics/device-terminals.ts';
import type { ComplexNumber } from '../physics/devices/electrical-device.ts';
import { ElapsedTime } from '../simulator.ts';
import { LowPass } from './low-pass.ts';
import {
  fullScale,
  initialSettings,
  leastSensitive,
  sampleRate,
  sampledByTrigger,
  timeConstant,
  transimpedance,
} from './sr830-settings.ts';

/** Points that the buffer holds (sheet lockin-sr830.md). */
const bufferSize = 16_383;

/** V/√Hz at the input. Unconfirmed typical value. */
const inputNoise = 6e-9;

/** The largest voltage at the input, in V rms, before it is overloaded. Unconfirmed. */
const largestInput = 1.1;

/** How far beyond full scale the output goes. Unconfirmed. */
const outputRoom = 1.09;

/** Time constants that the automatic functions take. Unconfirmed. */
const automaticTimeConstants = 10;

/** What happened, as `LIAS?` tells it. */
export const lockInEvents = {
  input: 1,
  filter: 2,
  output: 4,
  unlocked: 8,
  rangeSwitched: 16,
  timeConstantChanged: 32,
  triggered: 64,
} as const;

/** A phasor as the amplifier shows it, in V, or in A with a current input. */
export interface LockInReading {
  readonly x: number;
  readonly y: number;
  readonly r: number;
  /** Degrees. */
  readonly theta: number;
}

/** A lock-in amplifier: what is at its input, two filters, and a buffer of samples. */
export class Sr830Model {
  readonly settings = initialSettings();
  /** Between the sine output and the input: its bridge voltage, or with a current input the current through it. */
  load: DeviceUnderTest;
  /** Hz at the reference input; undefined when nothing is connected. */
  externalReference: number | undefined;
  /** Nothing is connected to the signal input. */
  open = false;
  /** V at the four auxiliary inputs. */
  readonly auxiliaryInputs = [0, 0, 0, 0];
  readonly auxiliaryOutputs = [0, 0, 0, 0];
  /** What the two displays show and the buffer keeps: 0 is X and Y. */
  readonly displays = [0, 0];
  /** Percent and factor (0, 1, 2 for 1, 10, 100) of X, Y and R. */
  readonly expands = [
    { offset: 0, expand: 0 },
    { offset: 0, expand: 0 },
    { offset: 0, expand: 0 },
  ];
  readonly #clock: Clock;
  readonly #random: Random;
  readonly #elapsed: ElapsedTime;
  readonly #x = new LowPass(2);
  readonly #y = new LowPass(2);
  #events = 0;
  #samples: [number[], number[]] = [[], []];
  #sampling = false;
  /** Seconds since the last sample was due. */
  #sinceSample = 0;
  #automatic: Promise<void> | undefined;

  constructor(clock: Clock, random: Random, load: DeviceUnderTest) {
    this.#clock = clock;
    this.#random = random;
    this.#elapsed = new ElapsedTime(clock);
    this.load = load;
    this.#settle();
  }

  /** Settings after `*RST`; the buffer is emptied. */
  reset(): void {
    Object.assign(this.settings, initialSettings());
    this.auxiliaryOutputs.fill(0);
    this.displays.fill(0);
    for (const one of this.expands) Object.assign(one, { offset: 0, expand: 0 });
    this.clearBuffer();
    this.#settle();
  }

  /** Hz: the reference's own, or what is at its input; 0 where nothing is. */
  get frequency(): number {
    return this.settings.reference === 1 ? this.settings.frequency : (this.externalReference ?? 0);
  }

  /** Full scale in V or A. */
  get scale(): number {
    const volts = fullScale(this.settings.sensitivity);
    return this.settings.source < 2 ? volts : volts * 1e-6;
  }

  /** Lets time pass: the filters follow, and samples are taken that are due. */
  advance(): void {
    let seconds = this.#elapsed.take();
    const period = this.#period;
    while (this.#sampling && period !== undefined && this.#sinceSample + seconds >= period) {
      const step = period - this.#sinceSample;
      this.#follow(step);
      seconds -= step;
      this.#sinceSample = 0;
      this.takeSample();
    }
    this.#follow(seconds);
    if (this.#sampling) this.#sinceSample += seconds;
    this.#look();
  }

  /** What it shows now. */
  read(): LockInReading {
    this.advance();
    return this.#shown();
  }

  /** The events since the last look, or some of them; they are forgotten. */
  takeEvents(mask = 0xff): number {
    this.advance();
    const events = this.#events & mask;
    this.#events &= ~mask;
    return events;
  }

  note(event: number): void {
    this.#events |= event;
  }

  /** Begins to take samples, or goes on. */
  start(): void {
    this.advance();
    this.#sampling = true;
    this.#sinceSample = 0;
    // The first sample is that of the start. Unconfirmed.
    if (this.#period !== undefined && this.points === 0) this.takeSample();
  }

  pause(): void {
    this.advance();
    this.#sampling = false;
  }

  clearBuffer(): void {
    this.#sampling = false;
    this.#samples = [[], []];
    this.#sinceSample = 0;
  }

  get points(): number {
    return this.#samples[0].length;
  }

  /** Stored samples of a channel. */
  samples(channel: 1 | 2, from: number, count: number): readonly number[] {
    return (this.#samples[channel - 1] ?? []).slice(from, from + count);
  }

  /** A trigger: a sample where the rate says so, or the start. */
  trigger(): void {
    this.advance();
    this.note(lockInEvents.triggered);
    if (this.settings.sampleRate === sampledByTrigger) {
      if (this.#sampling) this.takeSample();
    } else if (this.settings.triggerStart === 1) this.start();
  }

  takeSample(): void {
    if (this.points >= bufferSize) {
      if (this.settings.endMode === 0) {
        this.#sampling = false;
        return;
      }
      for (const samples of this.#samples) samples.shift();
    }
    for (const [index, samples] of this.#samples.entries()) samples.push(this.displayed(index === 0 ? 1 : 2));
  }

  /** What a display shows. */
  displayed(channel: 1 | 2): number {
    const { x, y, r, theta } = this.#shown();
    const [first, second] = channel === 1 ? [x, r] : [y, theta];
    const auxiliary = this.auxiliaryInputs.slice(channel === 1 ? 0 : 2, channel === 1 ? 2 : 4);
    // The noise of the display is not modelled: it reads as 0.
    return [first, second, 0, ...auxiliary][this.displays[channel - 1] ?? 0] ?? 0;
  }

  /** Whether an automatic function is under way; other commands wait for it. */
  get busy(): boolean {
    return this.#automatic !== undefined;
  }

  async idle(): Promise<void> {
    await this.#automatic;
  }

  /** Chooses the sensitivity at which the signal nearly fills the scale. */
  automaticGain(): void {
    this.#later(() => {
      const { r } = this.#ideal();
      const volts = this.settings.source < 2 ? r : r * 1e6;
      let index = 0;
      while (index < leastSensitive && fullScale(index) < volts) index++;
      this.settings.sensitivity = index;
      this.note(lockInEvents.rangeSwitched);
    });
  }

  automaticReserve(): void {
    this.#later(() => {
      this.settings.reserve = 2;
    });
  }

  /** Turns the phase until Y is 0. */
  automaticPhase(): void {
    this.#later(() => {
      this.settings.phase = wrap(this.settings.phase + this.#ideal().theta);
    });
  }

  /** The offset of X, Y or R becomes what it shows now. */
  automaticOffset(which: 1 | 2 | 3): void {
    const { x, y, r } = this.read();
    const one = this.expands[which - 1];
    if (one !== undefined) one.offset = ([x, y, r][which - 1] ?? 0) / (this.scale / 100);
  }

  /** Jumps to what the filters would come to. */
  #settle(): void {
    const { x, y } = this.#ideal();
    this.#x.settle(x);
    this.#y.settle(y);
  }

  #later(work: () => void): void {
    this.advance();
    const seconds = automaticTimeConstants * timeConstant(this.settings.timeConstant);
    this.#automatic = this.#clock.sleep(1000 * seconds).then(() => {
      this.advance();
      work();
      this.#automatic = undefined;
    });
  }

  /** Seconds between two samples; undefined where a trigger takes them. */
  get #period(): number | undefined {
    const { sampleRate: rate } = this.settings;
    return rate === sampledByTrigger ? undefined : 1 / sampleRate(rate);
  }

  #follow(seconds: number): void {
    if (seconds <= 0) return;
    const { x, y } = this.#ideal();
    const stages = this.settings.slope + 1;
    const constant = timeConstant(this.settings.timeConstant);
    for (const [filter, input] of [
      [this.#x, x],
      [this.#y, y],
    ] as const) {
      filter.setStages(stages);
      filter.advance(seconds, input, constant);
    }
  }

  #look(): void {
    const volts = this.#input();
    if (Math.hypot(volts.real, volts.imaginary) > largestInput) this.note(lockInEvents.input);
    if (Math.max(Math.abs(this.#x.output), Math.abs(this.#y.output)) > outputRoom * this.scale)
      this.note(lockInEvents.output);
    if (this.#unlocked) this.note(lockInEvents.unlocked);
  }

  get #unlocked(): boolean {
    return this.settings.reference === 0 && this.externalReference === undefined;
  }

  /** The filtered signal with its noise, as far as the output goes. */
  #shown(): LockInReading {
    const room = outputRoom * this.scale;
    const noise = this.#noise;
    const [x = 0, y = 0] = [this.#x.output, this.#y.output].map((value) =>
      Math.min(room, Math.max(-room, value + this.#random.normal(0, noise))),
    );
    return polar(x, y);
  }

  /** V or A rms within the bandwidth of the filter. */
  get #noise(): number {
    const volts = inputNoise * Math.sqrt(1 / (4 * timeConstant(this.settings.timeConstant)));
    const perAmpere = transimpedance[this.settings.source];
    return perAmpere === undefined ? volts : volts / perAmpere;
  }

  /** What the filters would come to, in V or A. */
  #ideal(): LockInReading {
    const signal = this.#signal();
    const { x, y } = polar(signal.real, signal.imaginary);
    const turn = (-this.settings.phase * Math.PI) / 180;
    return polar(x * Math.cos(turn) - y * Math.sin(turn), x * Math.sin(turn) + y * Math.cos(turn));
  }

  /** The phasor at the input, in V or A rms; nothing at a harmonic, as the devices here make none. */
  #signal(): ComplexNumber {
    const { frequency } = this;
    const { amplitude, source, harmonic, reference } = this.settings;
    // An external reference means that the signal is driven by somebody else's source.
    if (this.open || harmonic !== 1 || frequency <= 0 || reference === 0) return { real: 0, imaginary: 0 };
    if (source < 2) return { real: this.load.output(amplitude), imaginary: 0 };
    const { real, imaginary } = this.load.impedance({ frequency, wires: 2 });
    const square = real ** 2 + imaginary ** 2;
    return { real: (amplitude * real) / square, imaginary: (-amplitude * imaginary) / square };
  }

  /** The same in V at the first amplifier. */
  #input(): ComplexNumber {
    const { real, imaginary } = this.#signal();
    const gain = transimpedance[this.settings.source] ?? 1;
    return { real: real * gain, imaginary: imaginary * gain };
  }
}

function polar(x: number, y: number): LockInReading {
  return { x, y, r: Math.hypot(x, y), theta: (Math.atan2(y, x) * 180) / Math.PI };
}

/** Degrees from -180 to 180. */
export function wrap(degrees: number): number {
  return degrees - 360 * Math.round(degrees / 360);
}
