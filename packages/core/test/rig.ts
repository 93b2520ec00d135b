import type { Observable } from 'rxjs';
import { NEVER } from 'rxjs';
import {
  InProcessTransport,
  array,
  boolean,
  command,
  defineDriver,
  deviceClass,
  endsWith,
  event,
  integer,
  openDevice,
  optional,
  part,
  parts,
  quantity,
  readable,
  record,
  text,
  writable,
} from '../src/index.ts';
import type {
  ByteService,
  ByteTransport,
  Call,
  Clock,
  DeviceOf,
  DeviceOptions,
  Driver,
  DriverContext,
  ImplementationOf,
  OperationContext,
  Options,
} from '../src/index.ts';

const channel = deviceClass('rig-channel', {
  level: writable(quantity('V', { min: 0, max: 10, resolution: 0.1 })),
});

/** A device with one member of every sort. */
export const rigClass = deviceClass('rig', {
  temperature: readable(quantity('Cel')),
  setpoint: writable(quantity('Cel', { min: -70, max: 400 }), { limits: 'dynamic' }),
  count: writable(integer({ min: 0 })),
  curve: writable(array(quantity('V'))),
  window: writable(record({ low: quantity('V'), high: quantity('V') })),
  heating: writable(boolean(), { hazard: { safe: false, overridable: true } }),
  voltage: writable(quantity('V', { resolution: 0.1 }), { hazard: { safe: 0 } }),
  settle: command({
    input: record({ target: quantity('Cel') }),
    output: record({ reached: quantity('Cel') }),
    progress: quantity('Cel'),
    stop: 'hold',
  }),
  selfTest: command({ output: text(), stop: 'cannot' }),
  beep: command({ output: text(), stop: 'cannot', immediate: true }),
  alarm$: event(text()),
  humidity: optional(part(channel)),
  channels: parts(channel),
});
/** A device with one member of every sort. */
export interface Rig extends DeviceOf<typeof rigClass> {}

/** What a test may put in the place of the rig's usual doings. */
export interface RigBehaviour {
  readonly run?: (
    input: { target: number },
    operation: OperationContext<number>,
  ) => Promise<{ reached: number }>;
  readonly stop?: (call: Call) => Promise<boolean>;
  readonly readTemperature?: (call: Call) => Promise<number>;
  readonly tearDown?: () => Promise<void>;
  readonly connect?: () => Promise<void>;
  readonly alarm$?: Observable<string>;
  readonly humidity?: boolean;
}

/** The far side: `T?` asks, `T=5` sets; both answer with the value. */
export class RigService implements ByteService {
  readonly values: Record<string, string> = {
    ID: 'Acme,Rig,17,1.0',
    T: '25',
    S: '25',
    MIN: '-300',
    MAX: '300',
    N: '0',
    C: '[]',
    W: '{"low":0,"high":1}',
    H: '0',
    U: '0',
    L1: '0',
    L2: '0',
    RH: '0',
  };
  readonly lines: string[] = [];
  mute = false;
  /** Changes a value before it is kept, as a machine that rounds or refuses. */
  keep: (name: string, value: string) => string = (_name, value) => value;

  connect(peer: { send(bytes: Uint8Array): void }): { receive(bytes: Uint8Array): void; closed(): void } {
    return {
      closed: () => {},
      receive: (bytes) => {
        const line = new TextDecoder().decode(bytes).trim();
        this.lines.push(line);
        if (this.mute) return;
        const [name = '', value] = line.replace('?', '').split('=');
        if (value !== undefined) this.values[name] = this.keep(name, value);
        peer.send(new TextEncoder().encode(`${this.values[name]}\n`));
      },
    };
  }

  /** How often a line came. */
  count(line: string): number {
    return this.lines.filter((one) => one === line).length;
  }
}

/** The rig's driver, with what a test puts in the place of its usual doings. */
export function rigDriver(behaviour: RigBehaviour = {}): Driver<(typeof rigClass)['members'], ByteTransport> {
  return defineDriver({
    name: 'acme-rig',
    deviceClass: rigClass,
    wire: 'bytes',
    connect: async ({ bus, clock }: DriverContext<ByteTransport>) => {
      await behaviour.connect?.();
      const query = async (line: string, call: Call): Promise<string> =>
        bus.exchange(
          async (wire, turn) => {
            await wire.write(new TextEncoder().encode(`${line}\n`), turn);
            return new TextDecoder().decode(await wire.read(endsWith('\n'), turn)).trim();
          },
          { ...call, idempotent: line.endsWith('?') },
        );
      const number = (name: string) => ({
        read: async (call: Call) => Number(await query(`${name}?`, call)),
        write: async (value: number, call: Call) => {
          await query(`${name}=${value}`, call);
        },
      });
      const json = <T>(name: string) => ({
        read: async (call: Call) => JSON.parse(await query(`${name}?`, call)) as T,
        write: async (value: T, call: Call) => {
          await query(`${name}=${JSON.stringify(value)}`, call);
        },
      });
      return {
        identify: async (call) => {
          const [manufacturer = '', model = '', serialNumber = '', firmware = ''] = (
            await query('ID?', call)
          ).split(',');
          return { manufacturer, model, serialNumber, firmware };
        },
        ...(behaviour.tearDown === undefined ? {} : { tearDown: behaviour.tearDown }),
        members: {
          temperature: { read: behaviour.readTemperature ?? number('T').read },
          setpoint: {
            ...number('S'),
            limits: async (call) => ({
              min: Number(await query('MIN?', call)),
              max: Number(await query('MAX?', call)),
            }),
          },
          count: number('N'),
          curve: json<readonly number[]>('C'),
          window: json<{ readonly low: number; readonly high: number }>('W'),
          heating: {
            read: async (call) => (await query('H?', call)) === '1',
            write: async (value, call) => {
              await query(`H=${value ? 1 : 0}`, call);
            },
          },
          voltage: number('U'),
          settle: {
            run:
              behaviour.run ??
              (async ({ target }, operation) => {
                await query(`S=${target}`, operation);
                for (let second = 1; second <= 10; second++) {
                  await clock.sleep(1000, operation.signal);
                  operation.progress(second);
                }
                return { reached: Number(await query('S?', operation)) };
              }),
            stop: behaviour.stop ?? (async (call) => (await query('S=20', call)) === '20'),
          },
          selfTest: {
            run: async () => {
              await clock.sleep(5000);
              return 'passed';
            },
          },
          beep: { run: async () => 'beep' },
          alarm$: behaviour.alarm$ ?? NEVER,
          humidity: behaviour.humidity === true ? { level: number('RH') } : undefined,
          channels: [{ level: number('L1') }, { level: number('L2') }],
        } satisfies ImplementationOf<typeof rigClass>,
      };
    },
  });
}

/** Opens a rig on an in-process link. */
export async function openRig(
  clock: Clock,
  behaviour: RigBehaviour = {},
  options: Omit<DeviceOptions, 'options' | 'clock'> & Options = {},
  service: RigService = new RigService(),
): Promise<{ rig: Rig; service: RigService; link: InProcessTransport }> {
  const link = new InProcessTransport(service, 'rig');
  const rig: Rig = await openDevice(rigDriver(behaviour), link, {
    path: 'bench/rig',
    ...options,
    clock,
  });
  service.lines.length = 0;
  return { rig, service, link };
}
