import { HeaderPattern } from './header-pattern.ts';
import { cut, readUnit } from './message.ts';
import type { MessageUnit } from './message.ts';
import { Parameter } from './parameter.ts';
import { ScpiFaults } from './scpi-faults.ts';
import { ScpiRefusal, StatusModel } from './status-model.ts';
import type { StatusRegister } from './status-model.ts';

/** What a command handler is given. */
export interface CommandArguments {
  readonly parameters: readonly Parameter[];
  /** The numbers in the header, for `OUTPut#`. */
  readonly numbers: readonly number[];
  /** The parameter at a place; refused with -109 when it is missing. */
  readonly need: (index: number) => Parameter;
}

/** Carries out a command: gives the answer of a query as Latin-1 text, or later; nothing for one that stays unanswered. */
export type CommandHandler = (
  given: CommandArguments,
) => string | undefined | void | Promise<string | undefined>;

/** How the instrument's language differs from the standard. */
export interface ScpiDialect {
  /** Whether a `+` stands before the code in the answer to `SYST:ERR?`. */
  readonly plusInErrors?: boolean;
  /** The answer to `SYST:VERS?`; `1999.0` unless given. */
  readonly version?: string;
  /** How many errors the queue holds; 20 unless given, and none with {@link commonOnly}. */
  readonly errorDepth?: number;
  /** Whether it has the common commands of IEEE 488.2 alone: no SYSTem, no STATus and no error queue. */
  readonly commonOnly?: boolean;
}

interface Entry {
  /** In the notation of manuals. */
  readonly name: string;
  readonly pattern: HeaderPattern;
  readonly handler: CommandHandler;
  /** How many parameters it takes, at most. */
  readonly most: number;
}

/** A command and the numbers in the header that led to it. */
interface Route {
  readonly entry: Entry;
  readonly numbers: readonly number[];
}

/** One command from the root of the tree. */
function isPlain(message: string): boolean {
  return /^[:*]?[A-Za-z_][\w:]*\??$/.test(message);
}

function missing(): never {
  throw new ScpiRefusal(-109);
}

/** A client that makes up headers without end must not fill the memory. */
const mostRoutes = 1000;

/**
 * An instrument that speaks SCPI: a tree of commands with short and long forms, optional nodes and numbers, compound
 * messages, an error queue and the status model. Simulators add their commands with {@link on}. Source: sheet scpi.md.
 */
export class ScpiInstrument {
  readonly status: StatusModel;
  readonly faults: ScpiFaults;
  /** The last one that fits counts. */
  readonly #entries: Entry[] = [];
  readonly #routes = new Map<string, Route>();
  /** Routes of whole messages that hold one command and no parameter. */
  readonly #plain = new Map<string, Route>();
  /** What `*OPC` waits for; another one when `*CLS` or `*RST` called it off. */
  #completion = {};
  /** Called by `*RST`. */
  reset: () => void = () => {};
  /** Called by `*TRG`. */
  trigger: () => void = () => {
    throw new ScpiRefusal(-211);
  };
  /** Resolves when no overlapped operation is under way any more. */
  idle: () => Promise<void> = async () => {};
  /** Whether the instrument leaves a message alone until it is idle; it never does unless set. */
  defers: (message: string) => boolean = () => false;
  /** Whether it carries out a message at once although an earlier one is under way, such as an abort; never unless set. */
  interrupts: (message: string) => boolean = () => false;

  constructor(identity: string, dialect: ScpiDialect = {}) {
    this.status = new StatusModel(dialect.errorDepth ?? (dialect.commonOnly === true ? 0 : undefined));
    this.faults = new ScpiFaults({
      brownOut: () => this.powerCycle(),
      ...(dialect.commonOnly !== true && { overflow: () => this.status.overflow() }),
    });
    this.#addCommon(identity);
    if (dialect.commonOnly === true) return;
    this.#addSystem(dialect);
    this.addRegister('STATus:OPERation', this.status.operation);
    this.addRegister('STATus:QUEStionable', this.status.questionable);
  }

  /**
   * Adds a command; one that was added before with the same header gives way.
   *
   * @param pattern - in the notation of manuals: `[SENSe:]VOLTage[:DC]:RANGe[:UPPer]?`
   * @param most - how many parameters it takes at most; one for a command and none for a query unless given
   */
  on(pattern: string, handler: CommandHandler, most = pattern.endsWith('?') ? 0 : 1): void {
    this.#entries.push({ name: pattern, pattern: HeaderPattern.of(pattern), handler, most });
    this.#forgetRoutes();
  }

  /** Takes commands away that the instrument does not have, each in the notation with which it was added. */
  off(...patterns: readonly string[]): void {
    for (const pattern of patterns) {
      const at = this.#entries.findLastIndex((entry) => entry.name === pattern);
      if (at >= 0) this.#entries.splice(at, 1);
    }
    this.#forgetRoutes();
  }

  #forgetRoutes(): void {
    // Clearing an empty map is not free, and hundreds of commands are added before the first one comes.
    if (this.#routes.size === 0) return;
    this.#routes.clear();
    this.#plain.clear();
  }

  /** Carries out a message; gives the response without its terminator, or `undefined` when there is none. */
  async execute(message: string): Promise<string | undefined> {
    if (this.faults.refuses(message)) {
      this.status.raise(new ScpiRefusal(-240));
      return undefined;
    }
    if (this.defers(message)) await this.idle();
    const plain = this.#plain.get(message);
    return plain === undefined ? this.#executeUnits(message) : this.#executePlain(plain);
  }

  /** Switches the instrument off and on: settings and status are forgotten. */
  powerCycle(): void {
    this.#completion = {};
    this.reset();
    this.status.powerOn();
  }

  /** A lone command without parameters, as most polls are: nothing to take apart. */
  async #executePlain({ entry, numbers }: Route): Promise<string | undefined> {
    try {
      return (await entry.handler({ parameters: [], numbers, need: missing })) ?? undefined;
    } catch (error) {
      if (!(error instanceof ScpiRefusal)) throw error;
      this.status.raise(error);
      return undefined;
    }
  }

  async #executeUnits(message: string): Promise<string | undefined> {
    const answers: string[] = [];
    let path: readonly string[] = [];
    for (const text of cut(message, ';')) {
      try {
        const unit = readUnit(text);
        if (unit === undefined) continue;
        const mnemonics = unit.common || unit.rooted ? unit.mnemonics : [...path, ...unit.mnemonics];
        // Common commands neither use nor move the path.
        if (!unit.common) path = mnemonics.slice(0, -1);
        const answer = await this.#run(unit, mnemonics, message);
        if (answer !== undefined) answers.push(answer);
      } catch (error) {
        if (!(error instanceof ScpiRefusal)) throw error;
        this.status.raise(error);
      }
    }
    return answers.length === 0 ? undefined : answers.join(';');
  }

  async #run(unit: MessageUnit, mnemonics: readonly string[], message: string): Promise<string | undefined> {
    const route = this.#route(unit, mnemonics);
    if (route === undefined) throw new ScpiRefusal(-113);
    const { handler, most } = route.entry;
    if (unit.parameters.length > most) throw new ScpiRefusal(-108);
    if (unit.parameters.length === 0 && isPlain(message) && this.#plain.size < mostRoutes)
      this.#plain.set(message, route);
    const parameters = unit.parameters.map((parameter) => new Parameter(parameter));
    const need = (index: number): Parameter => {
      const parameter = parameters[index];
      if (parameter === undefined) throw new ScpiRefusal(-109);
      return parameter;
    };
    return (await handler({ parameters, numbers: route.numbers, need })) ?? undefined;
  }

  /** Finds the command of a header; programs send the same few again and again, so what was found is kept. */
  #route(unit: MessageUnit, mnemonics: readonly string[]): Route | undefined {
    const key = `${mnemonics.join(':')}${unit.query ? '?' : ''}`;
    const known = this.#routes.get(key);
    if (known !== undefined) return known;
    for (let at = this.#entries.length - 1; at >= 0; at--) {
      const entry = this.#entries[at];
      if (entry === undefined || entry.pattern.query !== unit.query) continue;
      const numbers = entry.pattern.match(mnemonics);
      if (numbers === undefined) continue;
      const route: Route = { entry, numbers };
      if (this.#routes.size < mostRoutes) this.#routes.set(key, route);
      return route;
    }
    return undefined;
  }

  #addCommon(identity: string): void {
    const { status } = this;
    this.on('*IDN?', () => identity);
    this.on(
      '*RST',
      () => {
        this.#completion = {};
        this.reset();
      },
      0,
    );
    this.on(
      '*CLS',
      () => {
        this.#completion = {};
        status.clear();
      },
      0,
    );
    this.on('*ESR?', () => String(status.takeStandard()));
    this.on('*ESE', ({ need }) => {
      status.standardEnable = need(0).integer({ min: 0, max: 255 });
    });
    this.on('*ESE?', () => String(status.standardEnable));
    this.on('*SRE', ({ need }) => {
      status.serviceEnable = need(0).integer({ min: 0, max: 255 });
    });
    this.on('*SRE?', () => String(status.serviceEnable));
    this.on('*STB?', () => String(status.statusByte(false)));
    this.on(
      '*OPC',
      () => {
        const completion = this.#completion;
        void this.idle().then(() => {
          if (completion === this.#completion) status.operationComplete();
        });
      },
      0,
    );
    this.on('*OPC?', async () => {
      await this.idle();
      return '1';
    });
    this.on(
      '*WAI',
      async () => {
        await this.idle();
        return undefined;
      },
      0,
    );
    this.on('*TST?', () => '0');
    this.on('*TRG', () => this.trigger(), 0);
  }

  #addSystem({ plusInErrors = false, version = '1999.0' }: ScpiDialect): void {
    const sign = plusInErrors ? '+' : '';
    this.on('SYSTem:ERRor[:NEXT]?', () => {
      const { code, text } = this.status.takeError();
      return `${code >= 0 ? sign : ''}${code},"${text}"`;
    });
    this.on('SYSTem:ERRor:COUNt?', () => String(this.status.errorCount));
    this.on('SYSTem:VERSion?', () => version);
    this.on(
      'STATus:PRESet',
      () => {
        this.status.preset();
      },
      0,
    );
  }

  /** Adds the commands of a register of the status model: `STATus:MEASurement`. */
  addRegister(path: string, register: StatusRegister): void {
    this.on(`${path}[:EVENt]?`, () => String(register.takeEvent()));
    this.on(`${path}:CONDition?`, () => String(register.condition));
    this.on(`${path}:ENABle?`, () => String(register.enable));
    this.on(`${path}:ENABle`, ({ need }) => {
      register.enable = need(0).integer({ min: 0, max: 32_767 });
    });
    this.on(`${path}:PTRansition?`, () => String(register.positive));
    this.on(`${path}:NTRansition?`, () => String(register.negative));
    this.on(`${path}:PTRansition`, ({ need }) => {
      register.positive = need(0).integer({ min: 0, max: 32_767 });
    });
    this.on(`${path}:NTRansition`, ({ need }) => {
      register.negative = need(0).integer({ min: 0, max: 32_767 });
    });
  }
}
