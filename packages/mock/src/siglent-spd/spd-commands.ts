import type { SupplyOutput } from '../physics/supply-output.ts';
import type { Parameter } from '../scpi/parameter.ts';
import type { ScpiInstrument } from '../scpi/scpi-instrument.ts';
import { onWord } from '../scpi/settings.ts';
import { ScpiRefusal } from '../scpi/status-model.ts';
import { couplings } from './spd-model.ts';
import type { SpdSupply } from './spd-model.ts';

const three = (value: number): string => value.toFixed(3);

/** All that these supplies know (sheet psu-siglent-spd.md). */
export function addSpdCommands(instrument: ScpiInstrument, supply: SpdSupply): void {
  const { bank } = supply;
  const names = bank.outputs.map((_, index) => `CH${index + 1}`);
  const numberOf = (given: Parameter): number => names.indexOf(given.word(names)) + 1;
  onWord(instrument, 'INSTrument', names, {
    get: () => names[bank.selected - 1] ?? '',
    set(name) {
      bank.selected = names.indexOf(name) + 1;
    },
  });
  const level = (header: string, output: () => SupplyOutput): void => {
    instrument.on(`${header}VOLTage`, ({ need }) =>
      supply.setVoltage(output(), need(0).number({ unit: 'V' })),
    );
    instrument.on(`${header}VOLTage?`, () => three(output().voltage));
    instrument.on(`${header}CURRent`, ({ need }) =>
      supply.setCurrentLimit(output(), need(0).number({ unit: 'A' })),
    );
    instrument.on(`${header}CURRent?`, () => three(output().currentLimit));
  };
  level('', () => bank.output());
  for (const [index, name] of names.entries()) level(`${name}:`, () => bank.output(index + 1));
  for (const [header, of] of [
    ['VOLTage', ({ voltage }: Measured) => voltage],
    ['CURRent', ({ current }: Measured) => current],
    ['POWEr', ({ voltage, current }: Measured) => voltage * current],
  ] as const) {
    instrument.on(
      `MEASure:${header}?`,
      ({ parameters: [name] }) =>
        three(of(bank.measure(bank.output(name === undefined ? bank.selected : numberOf(name))))),
      1,
    );
  }
  addOutputs(instrument, supply, numberOf);
  addTimers(instrument, supply, numberOf);
  addSystem(instrument, supply);
}

interface Measured {
  readonly voltage: number;
  readonly current: number;
}

function addOutputs(
  instrument: ScpiInstrument,
  supply: SpdSupply,
  numberOf: (given: Parameter) => number,
): void {
  const { bank } = supply;
  const triple = supply.model === 'SPD3303X';
  instrument.on(
    'OUTPut',
    ({ need }) => {
      const on = need(1).boolean();
      if (triple && need(0).is('CH3')) supply.fixedOutput = on;
      else supply.turn(bank.output(numberOf(need(0))), on);
    },
    2,
  );
  instrument.on(
    'OUTPut:WAVE',
    ({ need }) => {
      const channel = supply.channels[numberOf(need(0)) - 1];
      if (channel !== undefined) channel.waveform = need(1).boolean();
    },
    2,
  );
  if (triple) {
    instrument.on('OUTPut:TRACK', ({ need }) => {
      supply.coupling = couplings[need(0).integer({ min: 0, max: 2 })] ?? 'independent';
    });
    return;
  }
  instrument.on('MODE:SET', ({ need }) => {
    const { text } = need(0);
    if (!/^[24]W$/i.test(text)) throw new ScpiRefusal(-224);
    bank.output(1).remoteSense = text.startsWith('4');
  });
}

/** Five steps of each output, in seconds. */
function addTimers(
  instrument: ScpiInstrument,
  supply: SpdSupply,
  numberOf: (given: Parameter) => number,
): void {
  const places = { min: 1, max: 5 };
  const channelOf = (given: Parameter): SpdSupply['channels'][number] => {
    const channel = supply.channels[numberOf(given) - 1];
    if (channel === undefined) throw new ScpiRefusal(-222);
    return channel;
  };
  instrument.on(
    'TIMEr:SET',
    ({ need }) => {
      const channel = channelOf(need(0));
      const place = need(1).integer(places);
      channel.steps[place - 1] = {
        voltage: need(2).number({ min: 0 }),
        currentLimit: need(3).number({ min: 0 }),
        dwell: need(4).number({ min: 0, max: 10_000 }),
      };
    },
    5,
  );
  instrument.on(
    'TIMEr:SET?',
    ({ need }) => {
      const step = channelOf(need(0)).steps[need(1).integer(places) - 1];
      return step && `${three(step.voltage)},${three(step.currentLimit)},${step.dwell}`;
    },
    2,
  );
  instrument.on(
    'TIMEr',
    ({ need }) => {
      const { timer, steps } = channelOf(need(0));
      if (!need(1).boolean()) timer.stop();
      else
        timer.start(
          steps.filter(({ dwell }) => dwell > 0),
          1,
        );
    },
    2,
  );
}

const firmware = '1.01.01.02.05';

/** Unconfirmed: the numbers and texts of errors other than none. */
function addSystem(instrument: ScpiInstrument, supply: SpdSupply): void {
  const { bank } = supply;
  // Not full SCPI: no reset, no status model.
  instrument.off('*RST', '*CLS', '*ESR?', '*ESE', '*ESE?', '*SRE', '*SRE?', '*STB?', '*OPC', '*OPC?', '*WAI');
  instrument.off('*TST?', '*TRG', 'SYSTem:ERRor:COUNt?', 'STATus:PRESet');
  for (const register of ['STATus:OPERation', 'STATus:QUEStionable']) {
    for (const part of ['[:EVENt]?', ':CONDition?', ':ENABle', ':PTRansition', ':NTRansition']) {
      instrument.off(`${register}${part}`);
      if (!part.endsWith('?')) instrument.off(`${register}${part}?`);
    }
  }
  const memories = { min: 1, max: 5 };
  instrument.on('*SAV', ({ need }) => bank.save(need(0).integer(memories)));
  instrument.on('*RCL', ({ need }) => bank.recall(need(0).integer(memories)));
  const lock = (locked: boolean) => (): void => {
    supply.locked = locked;
  };
  instrument.on('*LOCK', lock(true), 0);
  instrument.on('*UNLOCK', lock(false), 0);
  instrument.on('SYSTem:ERRor[:NEXT]?', () => {
    const { code, text } = instrument.status.takeError();
    return `${code}  ${code === 0 ? 'No Error' : text}`;
  });
  instrument.on('SYSTem:VERSion?', () => firmware);
  instrument.on('SYSTem:STATus?', () => `0x${supply.status.toString(16)}`);
  let dhcp = true;
  instrument.on('DHCP', ({ need }) => {
    dhcp = need(0).boolean();
  });
  instrument.on('DHCP?', () => `DHCP:${dhcp ? 'ON' : 'OFF'}`);
  instrument.reset = () => supply.reset();
}
