import { needFull, needHumidity, needProduct } from './espec-command.ts';
import type { EspecCommands } from './espec-command.ts';
import type { EspecPanel } from './espec-panel.ts';
import { EspecRefusal } from './espec-refusal.ts';
import { counted, decimal, onOff, two } from './espec-text.ts';

/** What an open sensor shows, in °C. Unconfirmed. */
const openReading = 999.9;

const refrigerationPercent: Readonly<Record<number, string>> = {
  0: 'OFF',
  1: '20',
  3: '50',
  6: '100',
  9: 'AUTO',
};

/** Monitor commands about the chamber (sheet espec-p300.md, section 4). Left out: timers, vibration, air speed. */
export function monitorCommands(panel: EspecPanel): EspecCommands {
  const { controller, variant, limits } = panel;
  const air = (): string => decimal(controller.sensorOpen ? openReading : controller.chamber.reading);
  const humidity = (): string => controller.chamber.relativeHumidity.toFixed(0);
  const mode = (args: readonly string[]): string => (detailed(panel, args) ? panel.detailedMode : panel.mode);
  const humidityField = (): readonly string[] => (controller.hasHumidity ? [humidity()] : []);
  return {
    'ROM?': () => variant.rom,
    'TYPE?': () => ['T', ...(controller.hasHumidity ? ['T'] : []), 'S2', decimal(panel.highest)].join(','),
    'DATE?': () => {
      needFull(panel);
      return panel.date;
    },
    'TIME?': () => {
      needFull(panel);
      const { hour, minute, second } = panel.clock.time;
      return [hour, minute, second].map(two).join(':');
    },
    'MODE?': mode,
    'MON?': (args) =>
      [air(), controller.hasHumidity ? humidity() : '', mode(args), panel.alarms.length].join(','),
    'TEMP?': () => [air(), ...[controller.workingSetpoint, limits.high, limits.low].map(decimal)].join(','),
    'HUMI?': () => {
      needHumidity(panel);
      const setpoint = panel.mode === 'RUN' ? controller.workingHumidity : controller.humiditySetpoint;
      return [
        humidity(),
        setpoint === undefined ? 'OFF' : setpoint.toFixed(0),
        limits.humidityHigh,
        limits.humidityLow,
      ].join(',');
    },
    'SET?': () => `REF${panel.refrigeration}`,
    'REF?': () => counted([controller.chamber.compressor.running ? 'ON1' : 'OFF1']),
    'RELAY?': () => {
      needFull(panel);
      return counted(panel.relays);
    },
    '%?': () => {
      const dry = decimal(Math.max(0, controller.outputPower));
      const wet = controller.chamber.humidity.state === 'controlling' ? '50.0' : '0.0';
      return counted(controller.hasHumidity ? [dry, wet] : [dry]);
    },
    'ALARM?': () => counted(panel.alarms),
    'SRQ?': () => `0${Number(panel.alarms.length > 0)}0${Number(panel.stateChanged)}0000`,
    'MASK?': () => panel.mask,
    'KEYPROTECT?': () => onOff(panel.keysLocked),
    'CONSTANT SET?': ([what]) => constantSetting(panel, what),
    'MON PTC?': () => {
      needProduct(panel);
      return [
        decimal(controller.chamber.productReading),
        air(),
        ...humidityField(),
        panel.mode,
        panel.alarms.length,
      ].join(',');
    },
    'TEMP PTC?': () => productTemperature(panel, air()),
    'SET PTC?': () => {
      needProduct(panel);
      return [onOff(controller.controls === 'product'), ...deviations(panel)].join(',');
    },
    'PTC?': () => {
      needProduct(panel);
      return panel.productLoop.map(decimal).join(',');
    },
    'SYSTEM SET?': ([what]) => {
      if (what !== 'PTCOPT' && what !== 'PTC' && what !== 'PTS') throw new EspecRefusal('PARA ERR');
      return onOff(controller.hasProduct);
    },
    'IPSET?': () => {
      if (!variant.detail) throw new EspecRefusal('CONT NOT READY-3');
      return '192.168.0.2,255.255.255.0,192.168.0.1';
    },
  };
}

/** Deviations above and below as the panel writes them. */
function deviations(panel: EspecPanel): readonly string[] {
  const { above, below } = panel.controller.chamber.cascadeLimits;
  return [decimal(above), decimal(panel.variant.negativeDeviation ? -below : below)];
}

function detailed({ variant }: EspecPanel, [argument]: readonly string[]): boolean {
  if (argument === undefined) return false;
  if (argument !== 'DETAIL') throw new EspecRefusal('PARA ERR');
  if (!variant.detail) throw new EspecRefusal('CONT NOT READY-3');
  return true;
}

function constantSetting(panel: EspecPanel, what: string | undefined): string {
  const { controller, constant } = panel;
  if (what === 'TEMP') return `${decimal(controller.setpoint)},ON`;
  if (what === 'REF') return refrigerationPercent[panel.refrigeration] ?? 'AUTO';
  if (what === 'HUMI') {
    needHumidity(panel);
    return `${constant.humidity.toFixed(0)},${onOff(constant.humidityOn)}`;
  }
  if (what === 'RELAY') {
    needFull(panel);
    return counted([...constant.relays].toSorted((a, b) => a - b));
  }
  if (what !== 'PTC') throw new EspecRefusal('PARA ERR');
  needProduct(panel);
  return [onOff(controller.controls === 'product'), ...deviations(panel)].join(',');
}

function productTemperature(panel: EspecPanel, air: string): string {
  needProduct(panel);
  const { controller, variant } = panel;
  const { program } = controller;
  const product = (program.active ? program.demand : controller).controls === 'product';
  const airSetpoint = decimal(product ? controller.chamber.airTarget : controller.workingSetpoint);
  const productSetpoint = product ? decimal(controller.workingSetpoint) : '---';
  const setpoints = variant.productFirst ? [productSetpoint, airSetpoint] : [airSetpoint, productSetpoint];
  return [
    onOff(product),
    decimal(controller.chamber.productReading),
    air,
    ...setpoints,
    ...deviations(panel),
  ].join(',');
}
