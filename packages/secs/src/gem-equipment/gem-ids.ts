import type { Id } from '../secs-ii/access.ts';

/**
 * The numbers under which equipment offers what GEM itself names. GEM leaves them to the maker; these are used unless
 * the definition chooses others. Source of the names: SEMI E30; sheet gem.md section 11.
 */
export const gemIds = {
  /** Status variables. */
  variables: {
    clock: 9001,
    controlState: 9002,
    eventsEnabled: 9003,
    alarmsEnabled: 9004,
    alarmsSet: 9005,
    spoolState: 9006,
    spoolUnloadSubstate: 9007,
    spoolLoadSubstate: 9008,
    spoolCountActual: 9009,
    spoolCountTotal: 9010,
    spoolStartTime: 9011,
    spoolFullTime: 9012,
  },
  /** Data variables. */
  data: {
    alarmId: 9101,
    programName: 9102,
    programChange: 9103,
    programError: 9104,
    operatorCommand: 9105,
    limitVariable: 9106,
    eventLimit: 9107,
    transitionType: 9108,
    changedConstant: 9109,
  },
  constants: {
    establishTimeout: 9201,
    timeFormat: 9202,
    maxSpoolTransmit: 9203,
    overwriteSpool: 9204,
    configSpool: 9205,
    wBitS5: 9206,
    wBitS6: 9207,
    wBitS10: 9208,
    annotatedEvents: 9209,
    onLineSubState: 9210,
    onLineFailed: 9211,
  },
  events: {
    equipmentOffline: 9301,
    controlStateLocal: 9302,
    controlStateRemote: 9303,
    programChange: 9304,
    operatorCommand: 9305,
    operatorConstantChange: 9306,
    materialReceived: 9307,
    materialRemoved: 9308,
    messageRecognition: 9309,
    spoolingActivated: 9310,
    spoolingDeactivated: 9311,
    spoolTransmitFailure: 9312,
    programVerified: 9313,
  },
} as const;

type Kinds = typeof gemIds;

/** A number, or text, for everything that GEM names. */
export type GemIds = { readonly [K in keyof Kinds]: { readonly [N in keyof Kinds[K]]: Id } };

/** Other numbers than {@link gemIds} for some of what GEM names. */
export type GemIdChoice = { readonly [K in keyof Kinds]?: { readonly [N in keyof Kinds[K]]?: Id } };

export function chooseIds(choice: GemIdChoice = {}): GemIds {
  return {
    variables: { ...gemIds.variables, ...choice.variables },
    data: { ...gemIds.data, ...choice.data },
    constants: { ...gemIds.constants, ...choice.constants },
    events: { ...gemIds.events, ...choice.events },
  };
}
