import { ProberRefusal } from './prober-refusal.ts';

/** What the operator set up for one site of the chuck, in µm and degrees. */
export class ProberSite {
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

  /**
   * Z at separation.
   *
   * @throws ProberRefusal `contact-unset`
   */
  get separation(): number {
    return this.known - this.separationGap;
  }

  /**
   * Z at the hover height.
   *
   * @throws ProberRefusal `contact-unset`
   */
  get hoverHeight(): number {
    return this.known - this.hoverGap;
  }

  /**
   * Where the chuck comes up to: contact, and overtravel if it is enabled.
   *
   * @throws ProberRefusal `contact-unset`
   */
  get touchdown(): number {
    return this.known + (this.overtravel ? this.overtravelGap : 0);
  }

  /**
   * Contact height.
   *
   * @throws ProberRefusal `contact-unset`
   */
  get known(): number {
    if (!this.contactSet) throw new ProberRefusal('contact-unset');
    return this.contact;
  }
}
