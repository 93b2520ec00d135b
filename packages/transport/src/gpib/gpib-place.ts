import type { GpibAddress } from '../address/address.ts';

/** Where an instrument is on its GPIB. */
export type GpibPlace = Pick<GpibAddress, 'primary' | 'secondary'>;

/** An address as adapters write it, for example `12` or `12 99`: a secondary address counts from 96 there. */
export function placeText({ primary, secondary }: GpibPlace): string {
  return secondary === undefined ? `${primary}` : `${primary} ${secondary + 96}`;
}

/** Whether two addresses are the same. */
export function samePlace(one: GpibPlace, other: GpibPlace): boolean {
  return one.primary === other.primary && one.secondary === other.secondary;
}
