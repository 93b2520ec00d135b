/** What a channel puts out. */
export type GeneratorShape = 'SIN' | 'SQU' | 'TRI' | 'RAMP' | 'PULS' | 'PRBS' | 'NOIS' | 'ARB' | 'DC';

export type AmplitudeUnit = 'VPP' | 'VRMS' | 'DBM';

/** The settings of a channel; voltages are those at the load that was stated. */
export interface GeneratorSettings {
  shape: GeneratorShape;
  frequency: number;
  frequencyMode: string;
  /** Vpp. */
  amplitude: number;
  offset: number;
  unit: AmplitudeUnit;
  autoRange: boolean;
  /** Degrees. */
  phase: number;
  /** Ω; `Infinity` for high impedance. */
  load: number;
  output: boolean;
  polarity: 'NORM' | 'INV';
  sync: boolean;
  /** Percent. */
  squareDuty: number;
  rampSymmetry: number;
  /** Seconds. */
  pulseWidth: number;
  pulseDuty: number;
  pulseHold: 'WIDT' | 'DCYC';
  leading: number;
  trailing: number;
  burst: boolean;
  burstMode: 'TRIG' | 'GAT';
  /** `Infinity` goes on until it is stopped. */
  burstCycles: number;
  burstPeriod: number;
  burstPhase: number;
  gatePolarity: string;
  sweep: boolean;
  sweepTime: number;
  sweepSpacing: string;
  sweepStart: number;
  sweepStop: number;
  triggerSource: string;
  triggerSlope: string;
  triggerDelay: number;
  triggerTimer: number;
  triggerCount: number;
  arbitrary: string;
  arbitraryRate: number;
  arbitraryFilter: string;
  arbitraryAdvance: string;
}

/** After `*RST`; what the sheet does not give is unconfirmed. */
function initialSettings(): GeneratorSettings {
  return {
    shape: 'SIN',
    frequency: 1000,
    frequencyMode: 'CW',
    amplitude: 0.1,
    offset: 0,
    unit: 'VPP',
    autoRange: true,
    phase: 0,
    load: 50,
    output: false,
    polarity: 'NORM',
    sync: true,
    squareDuty: 50,
    rampSymmetry: 100,
    pulseWidth: 100e-6,
    pulseDuty: 10,
    pulseHold: 'WIDT',
    leading: 10e-9,
    trailing: 10e-9,
    burst: false,
    burstMode: 'TRIG',
    burstCycles: 1,
    burstPeriod: 0.01,
    burstPhase: 0,
    gatePolarity: 'NORM',
    sweep: false,
    sweepTime: 1,
    sweepSpacing: 'LIN',
    sweepStart: 100,
    sweepStop: 1000,
    triggerSource: 'IMM',
    triggerSlope: 'POS',
    triggerDelay: 0,
    triggerTimer: 1,
    triggerCount: 1,
    arbitrary: 'EXP_RISE',
    arbitraryRate: 40_000,
    arbitraryFilter: 'STEP',
    arbitraryAdvance: 'SRAT',
  };
}

/** Peak voltage into 50 Ω, and into high impedance twice as much (sheet awg-keysight-33500.md). */
const peakInto50 = 5;
/** Output resistance in Ω, whatever load is stated. */
const outputResistance = 50;
const smallestAmplitude = 1e-3;

/** Highest frequencies in Hz of the shapes that go less high than the sine. Unconfirmed. */
const shapeLimits: Readonly<Partial<Record<GeneratorShape, number>>> = { RAMP: 200e3, TRI: 200e3 };

/** Rms of a shape with a peak-to-peak voltage of 1. */
const rmsFactors: Readonly<Partial<Record<GeneratorShape, number>>> = {
  SIN: 1 / (2 * Math.SQRT2),
  SQU: 0.5,
  RAMP: 1 / (2 * Math.sqrt(3)),
  TRI: 1 / (2 * Math.sqrt(3)),
};

/** Whether another setting had to give way, and in which words the generator says so. */
export type Adjustment = string | undefined;

/** One channel of a generator, with what couples its settings. */
export class GeneratorChannel {
  readonly settings = initialSettings();
  readonly highestSine: number;
  /** Samples of the arbitrary waveforms in its memory, from -1 to 1. */
  readonly waveforms = new Map<string, readonly number[]>();

  constructor(highestSine: number) {
    this.highestSine = highestSine;
    this.reset();
  }

  reset(): void {
    Object.assign(this.settings, initialSettings());
    this.waveforms.clear();
    this.waveforms.set(
      'EXP_RISE',
      Array.from({ length: 400 }, (_, index) => 1 - 2 * Math.exp(-index / 80)),
    );
  }

  get frequencyLimits(): { readonly min: number; readonly max: number; readonly default: number } {
    return { min: 1e-6, max: shapeLimits[this.settings.shape] ?? this.highestSine, default: 1000 };
  }

  /** The highest voltage at the load that was stated, in V. */
  get peak(): number {
    const { load } = this.settings;
    if (load === Infinity) return 2 * peakInto50;
    return (2 * peakInto50 * load) / (load + outputResistance);
  }

  get amplitudeLimits(): { readonly min: number; readonly max: number; readonly default: number } {
    const scale = this.peak / peakInto50;
    return {
      min: smallestAmplitude * scale,
      max: 2 * (this.peak - Math.abs(this.settings.offset)),
      default: 0.1,
    };
  }

  get offsetLimits(): { readonly min: number; readonly max: number; readonly default: number } {
    const most = this.peak - (this.settings.shape === 'DC' ? 0 : this.settings.amplitude / 2);
    return { min: -most, max: most, default: 0 };
  }

  /** Chooses a shape; a frequency above what it can do gives way. */
  setShape(shape: GeneratorShape): Adjustment {
    this.settings.shape = shape;
    const { max } = this.frequencyLimits;
    if (this.settings.frequency <= max) return undefined;
    this.settings.frequency = max;
    return 'frequency has been adjusted to maximum';
  }

  /** States the load: the voltages shown change, those behind the output resistance do not. */
  setLoad(ohms: number): void {
    const before = this.peak;
    this.settings.load = ohms;
    const scale = this.peak / before;
    this.settings.amplitude *= scale;
    this.settings.offset *= scale;
    if (ohms === Infinity && this.settings.unit === 'DBM') this.settings.unit = 'VPP';
  }

  get high(): number {
    return this.settings.offset + this.settings.amplitude / 2;
  }

  get low(): number {
    return this.settings.offset - this.settings.amplitude / 2;
  }

  /** Sets the highest and lowest voltage; the pair of amplitude and offset follows. */
  setLevels(high: number, low: number): void {
    this.settings.amplitude = high - low;
    this.settings.offset = (high + low) / 2;
  }

  /** A voltage in the unit that is chosen. */
  inUnit(volts: number, unit = this.settings.unit): number {
    if (unit === 'VPP') return volts;
    const rms = volts * this.#rms;
    return unit === 'VRMS' ? rms : 10 * Math.log10((rms ** 2 / this.settings.load) * 1000);
  }

  /** Vpp of an amplitude in a unit. */
  fromUnit(value: number, unit = this.settings.unit): number {
    if (unit === 'VPP') return value;
    const rms = unit === 'VRMS' ? value : Math.sqrt((10 ** (value / 10) / 1000) * this.settings.load);
    return rms / this.#rms;
  }

  get #rms(): number {
    return rmsFactors[this.settings.shape] ?? 0.5;
  }

  /** Seconds that one burst or sweep takes once it is triggered; `Infinity` where it does not end. */
  get runTime(): number {
    const { burst, burstMode, burstCycles, frequency, sweep, sweepTime } = this.settings;
    if (burst && burstMode === 'TRIG') return burstCycles / frequency;
    return sweep ? sweepTime : 0;
  }

  /** V at the stated load, so many seconds after the waveform began; 0 while the output is off. */
  voltageAt(seconds: number): number {
    const { output, shape, frequency, amplitude, offset, phase, polarity } = this.settings;
    if (!output) return 0;
    const turns = seconds * frequency + phase / 360;
    const level = shape === 'DC' ? 0 : this.#levelAt(turns - Math.floor(turns));
    return offset + (polarity === 'INV' ? -1 : 1) * level * (amplitude / 2);
  }

  /** From -1 to 1, at a part of the period. */
  #levelAt(part: number): number {
    const { shape, squareDuty, rampSymmetry, pulseWidth, pulseDuty, pulseHold, frequency, arbitrary } =
      this.settings;
    switch (shape) {
      case 'SQU':
        return part < squareDuty / 100 ? 1 : -1;
      case 'RAMP':
      case 'TRI': {
        const top = shape === 'TRI' ? 0.5 : rampSymmetry / 100;
        return part < top ? 2 * (part / top) - 1 : 1 - 2 * ((part - top) / (1 - top));
      }
      case 'PULS':
        return part < (pulseHold === 'WIDT' ? pulseWidth * frequency : pulseDuty / 100) ? 1 : -1;
      case 'ARB': {
        const samples = this.waveforms.get(arbitrary) ?? [0];
        return samples[Math.floor(part * samples.length)] ?? 0;
      }
      default:
        return Math.sin(2 * Math.PI * part);
    }
  }
}
