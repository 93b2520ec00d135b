/** What is said of members, options and their fields, by their paths: `humidity/setpoint`, `settle.target`, `door.flag`. */
export type Texts = Readonly<Record<string, string>>;

/** What the doc comments say of what devices, drivers and procedures have. */
export interface ReferenceTexts {
  /** By class; what a driver's own members are, by driver. */
  readonly members: Readonly<Record<string, Texts>>;
  /** By driver. */
  readonly driverOptions: Readonly<Record<string, Texts>>;
  /** By procedure. */
  readonly procedureOptions: Readonly<Record<string, Texts>>;
}

/** They are loaded when they are asked for: what drives machines does not need them. */
export async function loadTexts(): Promise<ReferenceTexts> {
  return (await import('./texts.ts')).texts;
}
