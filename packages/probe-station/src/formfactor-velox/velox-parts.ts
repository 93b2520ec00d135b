import type { Limits } from '@fourwire/core';
import type { StationImplementation } from '../classes/station-dialect.ts';
import { unexpected } from '../faults.ts';
import { veloxTime } from './velox-session.ts';
import type { VeloxSession } from './velox-session.ts';

type Chuck = NonNullable<StationImplementation['chuck']>;
type ChuckState = Awaited<ReturnType<Chuck['state']['read']>>;

/** Words in the status of the heater. Unconfirmed: how Velox spells them (sheet formfactor-velox.md, section 5.5). */
const heaterWords: readonly (readonly [RegExp, ChuckState])[] = [
  [/at.*temp/i, 'at-temperature'],
  [/soak/i, 'soaking'],
  [/heat/i, 'heating'],
  [/cool/i, 'cooling'],
  [/standby/i, 'standby'],
  [/err/i, 'error'],
  [/off|un(?:controlled|known)/i, 'uncontrolled'],
];

/** The thermal chuck. */
export function veloxChuck(session: VeloxSession, range: Limits): Chuck {
  return {
    temperature: {
      read: async (call) => {
        const [celsius = NaN] = await session.numbers('GetHeaterTemp', ['C'], 1, call);
        return celsius;
      },
    },
    setpoint: {
      read: async (call) => {
        const [celsius = NaN] = await session.numbers('GetTargetTemp', ['C'], 1, call);
        return celsius;
      },
      write: async (celsius, call) => {
        // The last 1 lowers the chuck before its temperature changes.
        await session.tell('SetHeaterTemp', [celsius, 'C', 1], call);
      },
      // Unconfirmed: how many decimals Velox keeps.
      same: (written, readBack) => Math.abs(written - readBack) <= 0.05,
      limits: () => Promise.resolve(range),
    },
    state: {
      read: async (call) => {
        const [, , ...words] = await session.words('GetHeaterTemp', ['C'], call);
        const text = words.join(' ');
        const known = heaterWords.find(([pattern]) => pattern.test(text));
        if (known !== undefined) return known[1];
        throw unexpected('a state of the heater', text);
      },
    },
  };
}

/** The motorised scope (section 5.3). */
export function veloxScope(session: VeloxSession): NonNullable<StationImplementation['scope']> {
  const position: NonNullable<StationImplementation['scope']>['position']['read'] = async (call) => {
    const [x = NaN, y = NaN, z = NaN] = await session.numbers('ReadScopePosition', ['Y', 'H'], 3, call);
    return { x, y, z };
  };
  return {
    position: { read: position },
    moveTo: {
      run: async ({ x, y }, operation) => {
        await session.tell('MoveScope', [x, y, 'H', 'Y'], operation, veloxTime.load);
        const there = await position(operation);
        return { x: there.x, y: there.y };
      },
      stop: async (call) => {
        await session.tell('StopScopeMovement', [7], call);
        const before = await position(call);
        const after = await position(call);
        return before.x === after.x && before.y === after.y;
      },
    },
  };
}

/** The positioner of a number, as Velox counts them: 1 to 6 (section 5.3). */
export function veloxPositioner(
  session: VeloxSession,
  number: number,
): StationImplementation['positioners'][number] {
  const position: StationImplementation['positioners'][number]['position']['read'] = async (call) => {
    // The number is echoed before the values.
    const [, x = NaN, y = NaN, z = NaN] = await session.numbers(
      'ReadProbePosition',
      [number, 'Y', 'H'],
      4,
      call,
    );
    return { x, y, z };
  };
  const stop: StationImplementation['positioners'][number]['moveTo']['stop'] = async (call) => {
    await session.tell('StopProbeMovement', [number, 7], call);
    const before = await position(call);
    const after = await position(call);
    return before.x === after.x && before.y === after.y && before.z === after.z;
  };
  return {
    position: { read: position },
    moveTo: {
      stop,
      run: async ({ x, y }, operation) => {
        await session.tell('MoveProbe', [number, x, y, 'H', 'Y'], operation, veloxTime.load);
        const there = await position(operation);
        return { x: there.x, y: there.y };
      },
    },
    contact: {
      stop,
      run: async (_input, operation) => {
        await session.tell('MoveProbeContact', [number], operation, veloxTime.height);
        return undefined;
      },
    },
    separate: {
      run: async (_input, operation) => {
        await session.tell('MoveProbeSeparation', [number], operation, veloxTime.height);
        return undefined;
      },
    },
  };
}
