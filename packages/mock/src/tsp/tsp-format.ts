import { TspObject } from './tsp-object.ts';

/** How `printbuffer` and `printnumber` write. */
export interface TspFormat {
  /** Bits of a binary number; `undefined` for text. */
  real: 32 | 64 | undefined;
  swapped: boolean;
}

/** The numbers of the two byte orders, which differ between the families. */
export interface TspByteOrders {
  readonly normal: number;
  readonly swapped: number;
}

/** The object `format` with the form of binary data; the digits of text are the instrument's to add. */
export function formatObject(format: TspFormat, { normal, swapped }: TspByteOrders): TspObject {
  return new TspObject()
    .add({ ASCII: 1, REAL32: 2, SREAL: 2, REAL64: 3, REAL: 3 })
    .add({ LITTLEENDIAN: swapped, SWAPPED: swapped, NORMAL: normal, BIGENDIAN: normal })
    .choice('data', [1, 2, 3], {
      get: () => (format.real === undefined ? 1 : format.real === 32 ? 2 : 3),
      set: (data) => {
        format.real = data === 1 ? undefined : data === 2 ? 32 : 64;
      },
    })
    .choice('byteorder', [normal, swapped], {
      get: () => (format.swapped ? swapped : normal),
      set: (order) => {
        format.swapped = order === swapped;
      },
    });
}
