import { SentioRefusal } from './sentio-refusal.ts';

/** Sites of the chuck, in the order of their indices; the order is unconfirmed. */
export const sentioSites = [
  'Wafer',
  'AuxRight',
  'AuxLeft',
  'AuxRight2',
  'AuxLeft2',
  'ChuckCamera',
  'ChuckCamera2',
] as const;

/** The name of a site of the chuck. */
export type SentioSiteName = (typeof sentioSites)[number];

/** What the operator set up for one site of the chuck, in µm and degrees. */
export class SentioSite {
  /** Where the axes stand when the needles are over the site's home. */
  home = { x: 0, y: 0, theta: 0 };
  homeSet = false;
  /** Z with the needles in contact. */
  contact = 0;
  contactSet = false;
  /** Gaps below contact (separation, hover) and above it (overtravel). */
  separationGap = 250;
  overtravelGap = 0;
  hoverGap = 50;
  overtravel = false;
  /** Kept, and without effect: what an enabled hover changes is not documented. */
  hover = false;

  /** Z at separation; error 23 without contact. */
  get separation(): number {
    return this.known - this.separationGap;
  }

  /** Z at the hover height; error 23 without contact. */
  get hoverHeight(): number {
    return this.known - this.hoverGap;
  }

  /** Where `move_chuck_contact` goes: contact, and overtravel if it is enabled; error 23 without contact. */
  get touchdown(): number {
    return this.known + (this.overtravel ? this.overtravelGap : 0);
  }

  /** Contact height; error 23 when it is not set. */
  get known(): number {
    if (!this.contactSet) throw new SentioRefusal('contactNotSet');
    return this.contact;
  }
}
