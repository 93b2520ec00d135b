import type { NumberRange, Parameter } from '../scpi/parameter.ts';
import type { CommandHandler, ScpiInstrument } from '../scpi/scpi-instrument.ts';
import { nr3 } from '../scpi/number-format.ts';
import { ScpiRefusal } from '../scpi/status-model.ts';
import type { B2900Channel } from './b2900-channel.ts';

/** A value of a channel that a command sets and its query reads. */
export interface ChannelSetting<T> {
  readonly get: (channel: B2900Channel) => T;
  readonly set: (channel: B2900Channel, value: T) => void;
}

/** A number as the family answers it: `+1.234567E-03`. */
export function number6(value: number): string {
  return nr3(value, 6);
}

/** Commands whose headers name a channel: `OUTPut#`, where the first number is the channel and 1 is left out. */
export class ChannelCommands {
  readonly instrument: ScpiInstrument;
  readonly channels: readonly B2900Channel[];

  constructor(instrument: ScpiInstrument, channels: readonly B2900Channel[]) {
    this.instrument = instrument;
    this.channels = channels;
  }

  /** The channel of a header; refused with -114 where there is none. */
  channel(number: number | undefined): B2900Channel {
    const channel = this.channels[(number ?? 1) - 1];
    if (channel === undefined) throw new ScpiRefusal(-114);
    return channel;
  }

  /** The channels of a list, `(@1,2)` or `(@1:2)`; the first without one, and those beyond are refused with -222. */
  listed(parameter: Parameter | undefined): readonly B2900Channel[] {
    if (parameter === undefined) return this.channels.slice(0, 1);
    const [, list] = /^\(\s*@([\d\s,:]+)\)$/.exec(parameter.text) ?? [];
    if (list === undefined) throw new ScpiRefusal(-171, 'Invalid expression');
    const numbers = list.split(',').flatMap((part) => {
      const [first = Number.NaN, last = first] = part.split(':').map(Number);
      return Array.from({ length: Math.max(1, last - first + 1) }, (_, index) => first + index);
    });
    return numbers.map((number) => {
      const channel = this.channels[number - 1];
      if (channel === undefined) throw new ScpiRefusal(-222);
      return channel;
    });
  }

  on(
    header: string,
    work: (channel: B2900Channel, given: Parameters<CommandHandler>[0]) => ReturnType<CommandHandler>,
    most?: number,
  ): void {
    this.instrument.on(header, (given) => work(this.channel(given.numbers[0]), given), most);
  }

  onSwitch(header: string, { get, set }: ChannelSetting<boolean>): void {
    this.on(header, (channel, { need }) => set(channel, need(0).boolean()));
    this.on(`${header}?`, (channel) => (get(channel) ? '1' : '0'));
  }

  onWord(header: string, words: readonly string[], { get, set }: ChannelSetting<string>): void {
    this.on(header, (channel, { need }) => set(channel, need(0).word(words)));
    this.on(`${header}?`, (channel) => get(channel));
  }

  onNumber(
    header: string,
    range: (channel: B2900Channel) => NumberRange,
    { get, set }: ChannelSetting<number>,
    format: (value: number) => string = number6,
  ): void {
    this.on(header, (channel, { need }) => set(channel, need(0).number(range(channel))));
    this.onNumberQuery(header, range, get, format);
  }

  onNumberQuery(
    header: string,
    range: (channel: B2900Channel) => NumberRange,
    get: (channel: B2900Channel) => number,
    format: (value: number) => string = number6,
  ): void {
    this.on(
      `${header}?`,
      (channel, { parameters: [which] }) => {
        if (which === undefined) return format(get(channel));
        which.word(['MINimum', 'MAXimum', 'DEFault']);
        return format(which.number(range(channel)));
      },
      1,
    );
  }
}
