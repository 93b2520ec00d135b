import { needFull, needHumidity, needProduct, setting } from './espec-command.ts';
import type { EspecCommands } from './espec-command.ts';
import { lowest, relayCount } from './espec-panel.ts';
import type { EspecPanel } from './espec-panel.ts';
import { EspecRefusal } from './espec-refusal.ts';
import { groupsOf, numberOf, switchOf } from './espec-text.ts';

/** Set commands other than those about programs (sheet espec-p300.md, section 5). */
export function setCommands(panel: EspecPanel): EspecCommands {
  const { controller, constant } = panel;
  return {
    POWER: setting(panel, ([what]) => (switchOf(what) ? panel.runConstant() : panel.rest('OFF'))),
    MODE: setting(panel, ([what = '']) => {
      if (what === 'OFF' || what === 'STANDBY') panel.rest(what);
      else if (what === 'CONSTANT') panel.runConstant();
      else panel.run(Number(groupsOf(/^RUN\s*(\d+)$/, what)[0]), 1);
    }),
    TEMP: setting(panel, (_, rest) => setTemperature(panel, rest)),
    HUMI: setting(panel, (_, rest) => {
      needHumidity(panel);
      setHumidity(panel, rest);
    }),
    SET: setting(panel, ([what = '']) => {
      panel.refrigeration = refrigerationOf(what);
    }),
    RELAY: setting(panel, ([what, ...numbers]) => {
      needFull(panel);
      const on = switchOf(what);
      if (numbers.length === 0) throw new EspecRefusal('PARA ERR');
      for (const relay of numbers.map((text) => numberOf(text, 1, relayCount)))
        if (on) constant.relays.add(relay);
        else constant.relays.delete(relay);
    }),
    'TEMP PTC': setting(panel, ([control = '', above = '', below = '']) => {
      needProduct(panel);
      const on = switchOf(groupsOf(/^PTC\s*(\w+)$/, control)[0]);
      const limits = deviationsOf(panel, above, below);
      controller.controls = on ? 'product' : 'air';
      Object.assign(controller.chamber.cascadeLimits, limits);
    }),
    PTC: setting(panel, (args) => {
      needProduct(panel);
      if (args.length !== 7) throw new EspecRefusal('PARA ERR');
      panel.productLoop = args.map((text) => numberOf(text, -1000, 10_000));
    }),
    KEYPROTECT: ([what]) => {
      if (panel.mode === 'OFF') throw new EspecRefusal('CONT NOT READY-4');
      panel.keysLocked = switchOf(what);
      return undefined;
    },
    MASK: setting(panel, ([what = '']) => {
      panel.mask = groupsOf(/^([01]{8})$/, what)[0] ?? panel.mask;
    }),
    SRQ: setting(panel, ([what]) => {
      if (what !== 'RESET') throw new EspecRefusal('PARA ERR');
      panel.stateChanged = false;
    }),
    DATE: setting(panel, ([what = '']) => {
      needFull(panel);
      const [year, month, day] = groupsOf(/^(\d+)\.(\d+)\/(\d+)(?:\.\s*[A-Z]{3})?$/, what);
      panel.clock.set({
        year: 2000 + numberOf(year, 0, 99),
        month: numberOf(month, 1, 12),
        day: numberOf(day, 1, 31),
      });
    }),
    TIME: setting(panel, ([what = '']) => {
      needFull(panel);
      const [hour, minute, second] = groupsOf(/^(\d+):(\d+):(\d+)$/, what);
      panel.clock.set({
        hour: numberOf(hour, 0, 23),
        minute: numberOf(minute, 0, 59),
        second: numberOf(second, 0, 59),
      });
    }),
  };
}

/** `REF0` to `REF9`. */
export function refrigerationOf(text: string): number {
  return Number(groupsOf(/^REF\s*([01369])$/, text)[0]);
}

/** Deviations above and below, in K without a sign. */
function deviationsOf(
  panel: EspecPanel,
  above: string,
  below: string,
): { readonly above: number; readonly below: number } {
  const sign = panel.variant.negativeDeviation ? -1 : 1;
  return {
    above: numberOf(groupsOf(/^DEVP(.+)$/, above)[0], 0, 300),
    below: Math.abs(
      numberOf(groupsOf(/^DEVN(.+)$/, below)[0], Math.min(0, 300 * sign), Math.max(0, 300 * sign)),
    ),
  };
}

/** `S25.0 H160.0 L-45.0`, or some of them: first the limits, by which the set point goes. */
function setTemperature(panel: EspecPanel, rest: string): void {
  const { limits, controller, highest } = panel;
  const { S, H, L } = lettersOf(rest);
  const high = H === undefined ? limits.high : numberOf(H, lowest, highest);
  const low = L === undefined ? limits.low : numberOf(L, lowest, highest);
  if (low >= high) throw new EspecRefusal('DATA OUT OF RANGE');
  const setpoint = S === undefined ? controller.setpoint : numberOf(S, low, high);
  Object.assign(limits, { high, low });
  controller.limit = high;
  controller.setpoint = setpoint;
}

function setHumidity(panel: EspecPanel, rest: string): void {
  const { limits, constant } = panel;
  const { S, H, L } = lettersOf(rest);
  const humidityHigh = H === undefined ? limits.humidityHigh : numberOf(H, 0, 100);
  const humidityLow = L === undefined ? limits.humidityLow : numberOf(L, 0, 100);
  const on = S !== undefined && S !== 'OFF';
  const humidity = on ? numberOf(S, humidityLow, humidityHigh) : constant.humidity;
  Object.assign(limits, { humidityHigh, humidityLow });
  constant.humidity = humidity;
  if (S !== undefined) constant.humidityOn = on;
}

function lettersOf(text: string): Readonly<Partial<Record<'S' | 'H' | 'L', string>>> {
  const letters: Partial<Record<'S' | 'H' | 'L', string>> = {};
  const words = text.trim().split(/\s+/);
  for (const word of words) {
    const [letter, value] = groupsOf(/^([SHL])(.+)$/, word);
    if (letter === 'S' || letter === 'H' || letter === 'L') letters[letter] = value ?? '';
  }
  return letters;
}
