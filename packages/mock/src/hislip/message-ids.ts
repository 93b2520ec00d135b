/**
 * Stands for "none yet" where the last id is asked for; the first id is the one after it (sheet hislip.md, section
 * 3.3).
 */
export const noId = 0xffff_fefe;

/** The id after `id`: two more, and from 0xFFFFFFFE on to 0. */
export function idAfter(id: number): number {
  return (id + 2) >>> 0;
}

/** Whether `id` comes later than `reference`, ids being a ring. */
export function isAhead(id: number, reference: number): boolean {
  return ((reference - id) | 0) < 0;
}

/** An id as the sheet writes it. */
export function formatId(id: number): string {
  return id.toString(16).padStart(8, '0');
}
