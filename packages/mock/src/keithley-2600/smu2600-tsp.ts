import { fittingRange } from '../electrical/ranges.ts';
import type { Sourced } from '../electrical/source-port.ts';
import { sweepLevels } from '../electrical/sweep-levels.ts';
import type { LuaValue } from '../tsp/lua-value.ts';
import { LuaTable } from '../tsp/lua-value.ts';
import { TspObject, numberIn, outOfRange } from '../tsp/tsp-object.ts';
import { Smu2600Buffer } from './smu2600-buffer.ts';
import type { Smu2600Channel, Smu2600Quantity } from './smu2600-channel.ts';

/** Constants of a channel with their numbers (sheet smu-keithley-2600.md, "Channel attributes"). */
const constants = {
  OUTPUT_DCAMPS: 0,
  OUTPUT_DCVOLTS: 1,
  OUTPUT_OFF: 0,
  OUTPUT_ON: 1,
  OUTPUT_HIGH_Z: 2,
  OUTPUT_NORMAL: 0,
  OUTPUT_ZERO: 1,
  AUTORANGE_OFF: 0,
  AUTORANGE_ON: 1,
  AUTORANGE_FOLLOW_LIMIT: 2,
  DELAY_OFF: 0,
  DELAY_AUTO: -1,
  SENSE_LOCAL: 0,
  SENSE_REMOTE: 1,
  SENSE_CALA: 3,
  AUTOZERO_OFF: 0,
  AUTOZERO_ONCE: 1,
  AUTOZERO_AUTO: 2,
  FILTER_OFF: 0,
  FILTER_ON: 1,
  FILTER_MOVING_AVG: 0,
  FILTER_REPEAT_AVG: 1,
  FILTER_MEDIAN: 2,
  DISABLE: 0,
  ENABLE: 1,
  ASYNC: 2,
  SOURCE_IDLE: 0,
  SOURCE_HOLD: 1,
} as const;

const letters: Readonly<Record<'v' | 'i', Sourced>> = { v: 'voltage', i: 'current' };

/** The object of a channel, and how its buffers are found again. */
export function channelObject(channel: Smu2600Channel): TspObject {
  const buffers = new Map<LuaValue, Smu2600Buffer>();
  const known = (buffer: Smu2600Buffer): TspObject => {
    buffers.set(buffer.object, buffer);
    return buffer.object;
  };
  const bufferOf = (value: LuaValue): Smu2600Buffer => {
    const buffer = buffers.get(value);
    if (buffer === undefined) throw outOfRange();
    return buffer;
  };
  const given = (values: readonly LuaValue[]): Smu2600Buffer[] =>
    values.filter((value) => value !== undefined).map(bufferOf);
  const { smu } = channel;
  return new TspObject()
    .add({
      ...constants,
      nvbuffer1: known(channel.nvbuffer1),
      nvbuffer2: known(channel.nvbuffer2),
      source: sourceObject(channel),
      measure: measureObject(channel, given),
      trigger: triggerObject(channel, bufferOf),
    })
    .choice('sense', [0, 1, 3], {
      get: () => (smu.wires === 4 ? 1 : 0),
      set: (sense) => {
        smu.wires = sense === 1 ? 4 : 2;
      },
    })
    .on('reset', () => {
      channel.reset();
      return [];
    })
    .on('abort', () => {
      channel.run.abort();
      return [];
    })
    .on('makebuffer', (size) => [known(new Smu2600Buffer(numberIn(size, 1, 200_000)))])
    .on('savebuffer', () => [])
    .on('measureivandstep', async (next) => {
      const values = await channel.measure(['i', 'v']);
      channel.setLevel(smu.source, numberIn(next, -smu.highest(smu.source), smu.highest(smu.source)));
      return values;
    });
}

function sourceObject(channel: Smu2600Channel): TspObject {
  const { smu } = channel;
  const source = new TspObject()
    .choice('func', [0, 1], {
      get: () => (smu.source === 'voltage' ? 1 : 0),
      set: (func) => {
        smu.source = func === 1 ? 'voltage' : 'current';
      },
    })
    .choice('output', [0, 1, 2], {
      get: () => (smu.output ? 1 : channel.highImpedance ? 2 : 0),
      set: (state) => channel.switchOutput(state),
    })
    .choice('offmode', [0, 1, 2], {
      get: () => (channel.offMode === 1 ? 1 : channel.offMode === 2 ? 2 : 0),
      set: (mode) => {
        channel.offMode = mode;
      },
    })
    .attribute('compliance', { get: () => smu.point().limited })
    .number('delay', () => ({ min: -1, max: 1e6 }), {
      get: () => channel.sourceDelay,
      set: (seconds) => {
        channel.sourceDelay = seconds;
      },
    })
    .choice('highc', [0, 1], {
      get: () => (channel.highCapacitance === 1 ? 1 : 0),
      set: (value) => {
        channel.highCapacitance = value;
      },
    })
    .kept('settling', 0)
    .kept('sink', 0)
    .kept('limitp', 0);
  for (const [letter, of] of Object.entries(letters)) {
    const quantity = smu[of];
    const ranges = smu.traits.ranges[of];
    const highest = smu.highest(of);
    const limits = (): { min: number; max: number } => ({ min: -highest, max: highest });
    source
      .number(`level${letter}`, limits, {
        get: () => quantity.level,
        set: (level) => channel.setLevel(of, level),
      })
      .number(`limit${letter}`, () => ({ min: (ranges[0] ?? 0) / 10, max: highest }), {
        get: () => quantity.limit,
        set: (limit) => {
          const forced = of === 'voltage' ? 'current' : 'voltage';
          if (smu.source === forced) channel.requirePower(forced, smu[forced].level, limit);
          quantity.limit = limit;
        },
      })
      .number(`range${letter}`, limits, {
        get: () => smu.sourceRange(of),
        set: (wanted) => {
          const sourceRange = fittingRange(ranges, wanted, smu.traits.over);
          if (Math.abs(quantity.level) > sourceRange * smu.traits.over) throw outOfRange();
          Object.assign(quantity, { sourceRange, sourceAuto: false });
        },
      })
      .choice(`autorange${letter}`, [0, 1], {
        get: () => (quantity.sourceAuto ? 1 : 0),
        set: (auto) => {
          Object.assign(quantity, { sourceRange: smu.sourceRange(of), sourceAuto: auto === 1 });
        },
      })
      .kept(`lowrange${letter}`, ranges[0] ?? 0);
  }
  return source;
}

function measureObject(
  channel: Smu2600Channel,
  given: (values: readonly LuaValue[]) => Smu2600Buffer[],
): TspObject {
  const { smu } = channel;
  const measure = new TspObject()
    .number('nplc', () => ({ min: 0.001, max: 25 }), {
      get: () => smu.nplc,
      set: (nplc) => {
        smu.nplc = nplc;
      },
    })
    .choice('autozero', [0, 1, 2], {
      get: () => (channel.autoZero === 2 ? 2 : channel.autoZero === 1 ? 1 : 0),
      set: (mode) => {
        channel.autoZero = mode;
        smu.autoZero = mode === 2;
      },
    })
    .number('count', () => ({ min: 1, max: 60_000 }), {
      get: () => channel.measureCount,
      set: (count) => {
        channel.measureCount = Math.round(count);
      },
    })
    .number('interval', () => ({ min: 0, max: 1 }), {
      get: () => channel.measureInterval,
      set: (seconds) => {
        channel.measureInterval = seconds;
      },
    })
    .number('delay', () => ({ min: -1, max: 1e6 }), {
      get: () => channel.measureDelay,
      set: (seconds) => {
        channel.measureDelay = Math.max(0, seconds);
      },
    })
    .kept('delayfactor', 1);
  for (const [letter, of] of Object.entries(letters)) {
    const quantity = smu[of];
    const ranges = smu.traits.ranges[of];
    const highest = (ranges.at(-1) ?? 0) * smu.traits.over;
    measure
      .number(`range${letter}`, () => ({ min: -highest, max: highest }), {
        get: () => smu.measureRange(of),
        set: (wanted) => {
          const measureRange = fittingRange(ranges, wanted, smu.traits.over);
          Object.assign(quantity, { measureRange, measureAuto: false });
        },
      })
      .choice(`autorange${letter}`, [0, 1, 2], {
        get: () => (quantity.measureAuto ? 1 : 0),
        set: (auto) => {
          Object.assign(quantity, { measureRange: smu.measureRange(of), measureAuto: auto !== 0 });
        },
      })
      .number(`lowrange${letter}`, () => ({ min: 0, max: highest }), {
        get: () => quantity.lowestAuto,
        set: (range) => {
          quantity.lowestAuto = fittingRange(ranges, range, smu.traits.over);
        },
      });
  }
  for (const quantity of ['v', 'i', 'r', 'p'] as const) {
    measure.on(quantity, async (...values) => channel.measure([quantity], given(values)));
    measure.on(`overlapped${quantity}`, (...values) => {
      overlapped(channel, [quantity], given(values));
      return [];
    });
  }
  measure.on('iv', async (...values) => channel.measure(['i', 'v'], given(values)));
  measure.on('overlappediv', (...values) => {
    overlapped(channel, ['i', 'v'], given(values));
    return [];
  });
  return measure.add({ filter: filterObject(channel) });
}

function overlapped(
  channel: Smu2600Channel,
  quantities: readonly Smu2600Quantity[],
  buffers: readonly Smu2600Buffer[],
): void {
  channel.run.start(async () => void (await channel.measure(quantities, buffers)));
}

function filterObject(channel: Smu2600Channel): TspObject {
  return new TspObject()
    .choice('enable', [0, 1], {
      get: () => (channel.filter.on ? 1 : 0),
      set: (on) => {
        channel.filter.on = on === 1;
      },
    })
    .number('count', () => ({ min: 1, max: 100 }), {
      get: () => channel.filter.count,
      set: (count) => {
        channel.filter.count = Math.round(count);
      },
    })
    .choice('type', [0, 1, 2], {
      get: () => (channel.filter.type === 0 ? 0 : channel.filter.type === 2 ? 2 : 1),
      set: (type) => {
        channel.filter.type = type;
      },
    });
}

function triggerObject(channel: Smu2600Channel, bufferOf: (value: LuaValue) => Smu2600Buffer): TspObject {
  const { smu } = channel;
  const source = new TspObject().choice('action', [0, 1], {
    get: () => (channel.trigger.sources ? 1 : 0),
    set: (action) => {
      channel.trigger.sources = action === 1;
    },
  });
  for (const [letter, of] of Object.entries(letters)) {
    const level = (value: LuaValue): number => numberIn(value, -smu.highest(of), smu.highest(of));
    for (const [name, spacing] of [
      [`linear${letter}`, 'LIN'],
      [`log${letter}`, 'LOG'],
    ] as const) {
      source.on(name, (start, stop, points) => {
        const span = { start: level(start), stop: level(stop), points: numberIn(points, 1, 60_000), spacing };
        channel.trigger.levels = sweepLevels(span);
        smu.source = of;
        return [];
      });
    }
    source.on(`list${letter}`, (list) => {
      if (!(list instanceof LuaTable)) throw outOfRange();
      channel.trigger.levels = list.list.map(level);
      smu.source = of;
      return [];
    });
  }
  const measure = new TspObject().choice('action', [0, 1, 2], {
    get: () => (channel.trigger.measures ? 1 : 0),
    set: (action) => {
      channel.trigger.measures = action !== 0;
    },
  });
  for (const quantity of ['v', 'i', 'r', 'p'] as const) {
    measure.on(quantity, (buffer) => {
      channel.trigger.into = [[quantity, bufferOf(buffer)]];
      return [];
    });
  }
  measure.on('iv', (current, voltage) => {
    channel.trigger.into = [
      ['i', bufferOf(current)],
      ['v', bufferOf(voltage)],
    ];
    return [];
  });
  const endsweep = new TspObject().choice('action', [0, 1], {
    get: () => (channel.trigger.hold ? 1 : 0),
    set: (action) => {
      channel.trigger.hold = action === 1;
    },
  });
  return new TspObject()
    .add({ source, measure, endsweep })
    .number('count', () => ({ min: 1, max: 60_000 }), {
      get: () => channel.trigger.count,
      set: (count) => {
        channel.trigger.count = Math.round(count);
      },
    })
    .on('initiate', () => {
      channel.initiate();
      return [];
    });
}
