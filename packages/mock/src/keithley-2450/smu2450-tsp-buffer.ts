import type { LuaValue } from '../tsp/lua-value.ts';
import { LuaTable } from '../tsp/lua-value.ts';
import { TspObject } from '../tsp/tsp-object.ts';
import type { Smu2450Buffer, Smu2450Reading } from './smu2450-buffer.ts';

/** A buffer of readings. */
export function makeBuffer(buffer: Smu2450Buffer): TspObject {
  /** An array over the readings, from 1. */
  const column = (look: (reading: Smu2450Reading) => number): TspObject => {
    const array = new LuaTable();
    for (const [index, reading] of buffer.readings.entries()) array.set(index + 1, look(reading));
    return Object.assign(new TspObject(), { get: (key: LuaValue) => array.get(key) });
  };
  return new TspObject()
    .attribute('n', { get: () => buffer.readings.length })
    .attribute('capacity', { get: () => buffer.capacity })
    .attribute('readings', { get: () => column(({ reading }) => reading) })
    .attribute('sourcevalues', { get: () => column(({ source }) => source) })
    .attribute('statuses', { get: () => column(({ status }) => status) })
    .attribute('sourcestatuses', { get: () => column(({ sourceStatus }) => sourceStatus) })
    .attribute('relativetimestamps', { get: () => column((reading) => buffer.relative(reading)) })
    .on('clear', () => {
      buffer.clear();
      return [];
    });
}
