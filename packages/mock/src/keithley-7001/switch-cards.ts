/** A card of relays: rows and columns of a matrix, or channels in a line. */
export interface SwitchCard {
  /** What `CTYPe?` answers: `C7011`. */
  readonly type: string;
  /** Undefined for channels in a line. */
  readonly rows?: number;
  /** Columns, or channels. */
  readonly columns: number;
}

/** Cards by their type; sizes after the makers' names for them. Unconfirmed. */
export const switchCards = {
  C7011: { type: 'C7011', columns: 40 },
  C7012: { type: 'C7012', rows: 4, columns: 10 },
} as const satisfies Readonly<Record<string, SwitchCard>>;

/** Whether a place, `5` or `2!10` behind the slot, is on the card. */
export function isOnCard({ rows, columns }: SwitchCard, place: readonly number[]): boolean {
  const [first = 0, second] = place;
  if (rows === undefined) return place.length === 1 && first >= 1 && first <= columns;
  return (
    place.length === 2 &&
    first >= 1 &&
    first <= rows &&
    second !== undefined &&
    second >= 1 &&
    second <= columns
  );
}
