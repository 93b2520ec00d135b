import type { Instant } from '@fourwire/core';
import type { StdfRecordOf, WaferGeometryInput } from '@fourwire/probe-station';

/** No text of a file is longer. */
const longest = 255;

/** A text as a file can carry it: characters of Latin-1, and no more than fit. */
export function textOf(text: string): string {
  return text
    .replaceAll('\u2212', '-')
    .replaceAll(/[^\u0020-\u007e\u00a0-\u00ff]/gu, '?')
    .slice(0, longest);
}

/** A moment in whole seconds since 1970-01-01 UTC; 0 for one before that. */
export function secondsOf(at: Instant): number {
  return Math.max(0, Math.floor(at / 1000));
}

/** What is said of all wafers of a file: X grows to the right and Y up, as the native columns and rows do. */
export function waferConfiguration({
  diameterUm,
  pitchUm,
  mark,
}: WaferGeometryInput): StdfRecordOf<'WCR'> & { readonly record: 'WCR' } {
  const millimetres = 3;
  return {
    record: 'WCR',
    WAFR_SIZ: diameterUm / 1000,
    DIE_HT: pitchUm.y / 1000,
    DIE_WID: pitchUm.x / 1000,
    WF_UNITS: millimetres,
    WF_FLAT: markLetter(mark?.angleDeg ?? 270),
    POS_X: 'R',
    POS_Y: 'U',
  };
}

/** Where the flat or notch lies; a blank where it is none of the four sides. */
function markLetter(angleDeg: number): string {
  return { 0: 'R', 90: 'U', 180: 'L', 270: 'D' }[angleDeg] ?? ' ';
}
