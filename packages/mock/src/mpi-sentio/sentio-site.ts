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
