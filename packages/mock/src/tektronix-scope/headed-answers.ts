import type { ScpiInstrument } from '../scpi/scpi-instrument.ts';
import type { NumberRange, Parameter } from '../scpi/parameter.ts';
import type { Setting } from '../scpi/settings.ts';
import type { TektronixScope } from './tektronix-scope.ts';

/** Adds commands whose answers begin with their header where `HEADer` is on: `:CH1:SCALE 1.0000E-1`. */
export class HeadedCommands {
  readonly #instrument: ScpiInstrument;
  readonly #scope: TektronixScope;

  constructor(instrument: ScpiInstrument, scope: TektronixScope) {
    this.#instrument = instrument;
    this.#scope = scope;
  }

  query(header: string, answer: () => string | Promise<string>): void {
    this.#instrument.on(`${header}?`, async () => `${this.#prefix(header)}${await answer()}`);
  }

  number(
    header: string,
    range: () => NumberRange,
    setting: Setting<number>,
    format: (value: number) => string = real,
  ): void {
    this.#instrument.on(header, ({ need }) => setting.set(need(0).number(range())));
    this.query(header, () => format(setting.get()));
  }

  /** One of a few words, in the notation of manuals; answered long where `VERBose` is on. */
  word(header: string, words: readonly string[], setting: Setting<string>): void {
    this.#instrument.on(header, ({ need }) => setting.set(need(0).word(words)));
    this.query(header, () => {
      const short = setting.get();
      const long = words.find((word) => word.replaceAll(/[a-z]/g, '') === short) ?? short;
      return this.#scope.verbose ? long.toUpperCase() : short;
    });
  }

  /** A switch that is answered as 1 or 0, and takes words besides. */
  toggle(header: string, setting: Setting<boolean>, words: Readonly<Record<string, boolean>> = {}): void {
    const parse = (given: Parameter): boolean => words[given.text.toUpperCase()] ?? given.boolean();
    this.#instrument.on(header, ({ need }) => setting.set(parse(need(0))));
    this.query(header, () => (setting.get() ? '1' : '0'));
  }

  #prefix(header: string): string {
    const { header: on, verbose } = this.#scope;
    if (!on) return '';
    const plain = header.replaceAll(/\[:?[^\]]*\]/g, '');
    return `:${(verbose ? plain : plain.replaceAll(/[a-z]/g, '')).toUpperCase()} `;
  }
}

/** A number as these scopes answer it: `1.0000E-1`. */
export function real(value: number): string {
  const [mantissa = '', exponent = ''] = value.toExponential(9).split('e');
  const short = mantissa.replace(/0+$/, '');
  return `${short.padEnd(short.startsWith('-') ? 7 : 6, '0')}E${exponent.replace('+', '')}`;
}
