/** Texts of the errors that simulators raise (sheet scpi.md, section 5). */
const errorTexts: Readonly<Record<number, string>> = {
  [-102]: 'Syntax error',
  [-104]: 'Data type error',
  [-108]: 'Parameter not allowed',
  [-109]: 'Missing parameter',
  [-113]: 'Undefined header',
  [-114]: 'Header suffix out of range',
  [-123]: 'Exponent too large',
  [-131]: 'Invalid suffix',
  [-138]: 'Suffix not allowed',
  [-141]: 'Invalid character data',
  [-151]: 'Invalid string data',
  [-161]: 'Invalid block data',
  [-171]: 'Invalid expression',
  [-211]: 'Trigger ignored',
  [-213]: 'Init ignored',
  [-214]: 'Trigger deadlock',
  [-221]: 'Settings conflict',
  [-222]: 'Data out of range',
  [-223]: 'Too much data',
  [-224]: 'Illegal parameter value',
  [-240]: 'Hardware error',
  [-230]: 'Data corrupt or stale',
  [-350]: 'Queue overflow',
  [-363]: 'Input buffer overrun',
  [-410]: 'Query INTERRUPTED',
  [-420]: 'Query UNTERMINATED',
  [-440]: 'Query UNTERMINATED after indefinite response',
};

/** A refusal by an instrument, with the code that goes into its error queue. Not an error of ours: simulators throw it to themselves. */
export class ScpiRefusal extends Error {
  readonly code: number;
  /** The bit of the standard event register that it sets. */
  readonly event: number;

  /**
   * @param text - for codes of the instrument's own; the standard's text otherwise
   * @param event - where the instrument does not set the bit of the standard (sheet scpi.md, section 5)
   */
  constructor(code: number, text?: string, event = standardBit(code)) {
    super(text ?? errorTexts[code] ?? 'Device-specific error');
    this.code = code;
    this.event = event;
  }
}

/** Condition, event and enable registers of OPERation or QUEStionable. */
export class StatusRegister {
  positive = 32_767;
  negative = 0;
  #enable = 0;
  #condition = 0;
  #event = 0;
  readonly #changed: () => void;

  /** @param changed - called when the summary may have changed */
  constructor(changed: () => void = () => {}) {
    this.#changed = changed;
  }

  get enable(): number {
    return this.#enable;
  }

  set enable(value: number) {
    this.#enable = value;
    this.#changed();
  }

  get condition(): number {
    return this.#condition;
  }

  /** Sets or clears bits of the condition; transitions go into the event register through the filters. */
  set(bits: number, on: boolean): void {
    const before = this.#condition;
    this.#condition = on ? before | bits : before & ~bits;
    this.#event |= (this.#condition & ~before & this.positive) | (before & ~this.#condition & this.negative);
    this.#changed();
  }

  /** Sets event bits that have no condition. */
  latch(bits: number): void {
    this.#event |= bits;
    this.#changed();
  }

  /** Reads and clears. */
  takeEvent(): number {
    const event = this.#event;
    this.#event = 0;
    this.#changed();
    return event;
  }

  get summary(): boolean {
    return (this.#event & this.enable) !== 0;
  }

  preset(): void {
    this.enable = 0;
    this.positive = 32_767;
    this.negative = 0;
  }
}

/** The status model of IEEE 488.2 and SCPI with its error queue (sheet scpi.md, sections 4 and 5). */
export class StatusModel {
  readonly operation = new StatusRegister(() => this.#changed());
  readonly questionable = new StatusRegister(() => this.#changed());
  readonly #registers: StatusRegister[] = [this.operation, this.questionable];
  readonly #listeners = new Set<() => void>();
  #standardEnable = 0;
  #serviceEnable = 0;
  #standard = 0x80;
  readonly #errors: { code: number; text: string }[] = [];
  readonly #depth: number;
  /** Bits that the instrument itself puts into the status byte. */
  ownBits: () => number = () => 0;

  /** @param depth - how many errors the queue holds; the last turns into -350 when there are more; 0: there is no queue */
  constructor(depth = 20) {
    this.#depth = depth;
  }

  /** Makes a register of the instrument's own, which is cleared and preset with the others. */
  addRegister(): StatusRegister {
    const register = new StatusRegister(() => this.#changed());
    this.#registers.push(register);
    return register;
  }

  /** `STATus:PRESet`. */
  preset(): void {
    for (const register of this.#registers) register.preset();
  }

  /** Calls `listener` whenever the status byte may have changed, until the function that it gives is called. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #changed(): void {
    for (const listener of this.#listeners) listener();
  }

  get standardEnable(): number {
    return this.#standardEnable;
  }

  set standardEnable(value: number) {
    this.#standardEnable = value;
    this.#changed();
  }

  get serviceEnable(): number {
    return this.#serviceEnable;
  }

  set serviceEnable(value: number) {
    this.#serviceEnable = value & ~0x40;
    this.#changed();
  }

  raise(refusal: ScpiRefusal): void {
    const { code, event } = refusal;
    this.#standard |= event;
    if (this.#errors.length < this.#depth) this.#errors.push({ code, text: refusal.message });
    else if (this.#depth > 0) this.#overflow();
    this.#changed();
  }

  /** Fills the error queue until errors are lost. */
  overflow(): void {
    while (this.#errors.length < this.#depth) this.#errors.push({ code: -100, text: 'Command error' });
    this.#overflow();
    this.#changed();
  }

  /** What switching on leaves: no errors, nothing enabled, the power-on bit. */
  powerOn(): void {
    this.clear();
    this.preset();
    this.#standard = 0x80;
    this.#standardEnable = 0;
    this.#serviceEnable = 0;
    this.#changed();
  }

  #overflow(): void {
    this.#errors[this.#depth - 1] = { code: -350, text: new ScpiRefusal(-350).message };
    this.#standard |= standardBit(-350);
  }

  /** The oldest error, taken out; code 0 when there is none. */
  takeError(): { readonly code: number; readonly text: string } {
    const error = this.#errors.shift() ?? { code: 0, text: 'No error' };
    this.#changed();
    return error;
  }

  get errorCount(): number {
    return this.#errors.length;
  }

  operationComplete(): void {
    this.#standard |= 0x01;
    this.#changed();
  }

  /** Reads and clears the standard event register. */
  takeStandard(): number {
    const value = this.#standard;
    this.#standard = 0;
    this.#changed();
    return value;
  }

  /** The status byte with MSS in bit 6. */
  statusByte(messageAvailable: boolean): number {
    const byte =
      this.ownBits() |
      (this.#errors.length > 0 ? 0x04 : 0) |
      (this.questionable.summary ? 0x08 : 0) |
      (messageAvailable ? 0x10 : 0) |
      ((this.#standard & this.standardEnable) === 0 ? 0 : 0x20) |
      (this.operation.summary ? 0x80 : 0);
    return byte | ((byte & this.#serviceEnable) === 0 ? 0 : 0x40);
  }

  clear(): void {
    this.#standard = 0;
    this.#errors.length = 0;
    for (const register of this.#registers) register.takeEvent();
  }
}

/** The bit of the standard event register that an error sets (sheet scpi.md, section 5). */
function standardBit(code: number): number {
  if (code > 0) return 0x08;
  return { 1: 0x20, 2: 0x10, 3: 0x08, 4: 0x04 }[Math.floor(-code / 100)] ?? 0;
}
