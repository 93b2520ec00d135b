/** What can be set on an adapter, with the names of its commands (sheet gpib-adapters.md, section 3). */
export interface AdapterSettings {
  addr: string;
  auto: number;
  eoi: number;
  eos: number;
  eot_enable: number;
  eot_char: number;
  read_tmo_ms: number;
  mode: number;
  savecfg: number;
  lon: number;
  status: number;
  /** Where AR488 expects the end of received data; Prologix has no such setting. */
  eor?: number;
}

/** A setting that is one whole number. */
export type NumberSetting = Exclude<keyof AdapterSettings, 'addr'>;

/** The adapters that are simulated. */
export type AdapterKind = 'gpib-ethernet' | 'gpib-usb' | 'ar488';

/** What each number may be, at least and at most. */
export function settingRange(name: NumberSetting, kind: AdapterKind): readonly [number, number] {
  const ar488 = kind === 'ar488';
  const ranges: Readonly<Record<NumberSetting, readonly [number, number]>> = {
    auto: [0, ar488 ? 3 : 1],
    eoi: [0, 1],
    eos: [0, 3],
    eot_enable: [0, 1],
    eot_char: [0, 255],
    read_tmo_ms: ar488 ? [0, 32_000] : [1, 3000],
    mode: [0, 1],
    savecfg: [0, 1],
    lon: [0, 1],
    status: [0, 255],
    eor: [0, 7],
  };
  return ranges[name];
}

/** What an adapter comes with. Unconfirmed for Prologix but `savecfg`; section 6 of the sheet for AR488. */
export function factorySettings(kind: AdapterKind): AdapterSettings {
  const ar488 = kind === 'ar488';
  return {
    addr: '1',
    auto: 0,
    eoi: ar488 ? 0 : 1,
    eos: 0,
    eot_enable: 0,
    eot_char: 0,
    read_tmo_ms: ar488 ? 1200 : 500,
    mode: 1,
    savecfg: ar488 ? 0 : 1,
    lon: 0,
    status: 0,
    ...(ar488 ? { eor: 0 } : {}),
  };
}

/** The text of `++ver`. */
export const adapterVersions: Readonly<Record<AdapterKind, string>> = {
  'gpib-ethernet': 'Prologix GPIB-ETHERNET Controller version 01.06.06.00',
  'gpib-usb': 'Prologix GPIB-USB Controller version 6.107',
  ar488: 'AR488 GPIB controller, ver. 0.51.18',
};

/** An address as `++addr` takes it, in the form `12` or `12,3`; `undefined` when there is none such. */
export function normalAddress(primary: string, secondary: string | undefined): string | undefined {
  const pad = Number(primary);
  if (!/^\d+$/.test(primary) || pad > 30) return undefined;
  if (secondary === undefined) return String(pad);
  const sad = Number(secondary);
  if (!/^\d+$/.test(secondary)) return undefined;
  if (sad >= 96 && sad <= 126) return `${pad},${sad - 96}`;
  return sad <= 30 ? `${pad},${sad}` : undefined;
}
