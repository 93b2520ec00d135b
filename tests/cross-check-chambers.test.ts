import {
  BinderMb1Simulator,
  BinderMb2Simulator,
  WatlowF4Simulator,
  WatlowF4tSimulator,
  serveTcp,
} from '@fourwire/mock';
import { openThermalChamber } from '@fourwire/thermal-chamber';
import { describe, expect, it } from 'vitest';
import { installed, output, python, start } from './setup/programs.ts';

/** Reads and writes what it is told, and prints what it got: the words, or `exception N`. */
const client = `
import json, sys, time
from pymodbus.client import ModbusTcpClient
from pymodbus.transaction import ModbusRtuFramer, ModbusSocketFramer
port, framer, steps = int(sys.argv[1]), sys.argv[2], json.loads(sys.argv[3])
client = ModbusTcpClient("127.0.0.1", port=port, timeout=10, framer=ModbusRtuFramer if framer == "rtu" else ModbusSocketFramer)
assert client.connect()
got = []
for step in steps:
    if framer == "rtu": time.sleep(0.03) # the F4 needs silence between two requests
    at, words = step["at"], step.get("write")
    if words is None: reply = client.read_holding_registers(at, step["count"], slave=1)
    elif step["with"] == 6: reply = client.write_register(at, words[0], slave=1)
    else: reply = client.write_registers(at, words, slave=1)
    got.append("exception %d" % reply.exception_code if reply.isError() else getattr(reply, "registers", []))
client.close()
print(json.dumps(got))
`;

type Step =
  | { readonly at: number; readonly count: number }
  | { readonly at: number; readonly with: 6 | 16; readonly write: readonly number[] };

async function pymodbus(
  port: number,
  framer: 'rtu' | 'tcp',
  steps: readonly Step[],
): Promise<readonly unknown[]> {
  const printed = await output(python, ['-c', client, String(port), framer, JSON.stringify(steps)], 60_000);
  const got: unknown = JSON.parse(printed);
  if (!Array.isArray(got)) throw new TypeError(printed);
  return got;
}

/** A register of a sheet: what it holds at first, and what is written to it. `about`: a temperature that moves a little. */
interface Register {
  readonly at: number;
  readonly holds:
    | readonly number[]
    | { readonly about: number; readonly decode: (words: readonly number[]) => number };
  readonly write?: readonly number[];
}

const signed = (word = 0): number => (word << 16) >> 16;
/** A float, low word first, as all three controllers have it. */
const float = (value: number): number[] => {
  const view = new DataView(new ArrayBuffer(4));
  view.setFloat32(0, value);
  return [view.getUint16(2), view.getUint16(0)];
};
const toFloat = ([low = 0, high = 0]: readonly number[]): number => {
  const view = new DataView(new ArrayBuffer(4));
  view.setUint16(0, high);
  view.setUint16(2, low);
  return view.getFloat32(0);
};
const text = (characters: string, length: number): number[] =>
  Array.from({ length }, (_, index) => characters.codePointAt(index) ?? 0);
/** Python takes its time to start on a busy computer. */
const busy = { timeout: 60_000 };

/** The air of a chamber in a room at 23 °C. */
const roomFloat = { about: 23, decode: toFloat };
const roomTenths = { about: 23, decode: ([word]: readonly number[]) => signed(word) / 10 };

function wordsOf(got: unknown): readonly number[] {
  return Array.isArray(got) ? got.map(Number) : [];
}

/** Has pymodbus read every register, write those that can be written, and read them again. */
async function checkEach(port: number, framer: 'rtu' | 'tcp', registers: readonly Register[]): Promise<void> {
  const lengthOf = ({ holds, write }: Register): number =>
    'about' in holds ? (holds.decode === toFloat ? 2 : 1) : (write?.length ?? holds.length);
  const reads = registers.map((register): Step => ({ at: register.at, count: lengthOf(register) }));
  const written = registers.filter(({ write }) => write !== undefined);
  const writes = written.map(({ at, write = [] }): Step => ({
    at,
    with: write.length === 1 ? 6 : 16,
    write,
  }));
  const again = written.map((register): Step => ({ at: register.at, count: lengthOf(register) }));
  const got = await pymodbus(port, framer, [...reads, ...writes, ...again]);
  const others = registers.flatMap(({ at, holds }, index) => {
    const words = wordsOf(got[index]);
    const isSame =
      'about' in holds
        ? Math.abs(holds.decode(words) - holds.about) < 1
        : JSON.stringify(words) === JSON.stringify(holds);
    return isSame ? [] : [{ at, holds, words: got[index] }];
  });
  expect(others).toEqual([]);
  const readBack = got.slice(registers.length + written.length);
  expect(readBack.map((words, index) => [written[index]?.at, words])).toEqual(
    written.map(({ at, write }) => [at, write]),
  );
}

const mbpollTcp = (port: number, ...more: readonly string[]): string[] => [
  '-m',
  'tcp',
  '-p',
  String(port),
  '-a',
  '1',
  '-0',
  '-1',
  ...more,
];

describe.skipIf(!installed('python:pymodbus', 'mbpoll'))('the simulated Watlow F4T', busy, () => {
  const loop = (first: number, unit: 'temperature' | 'humidity'): readonly Register[] => {
    const [low, high, target, other] = unit === 'temperature' ? [-42, 130, 23, -12.5] : [0, 100, 50, 35];
    return [
      { at: first, holds: [62], write: [10] },
      { at: first + 44, holds: float(low), write: float(low + 1) },
      { at: first + 46, holds: float(high), write: float(high - 1) },
      { at: first + 52, holds: float(target), write: float(other) },
      { at: first + 84, holds: [62, 0] },
    ];
  };
  const registers: readonly Register[] = [
    { at: 4, holds: [4, 0, 3, 0, 108, 0] },
    { at: 12, holds: [12_345_678 & 0xffff, 12_345_678 >> 16] },
    { at: 16, holds: text('F4T1L2DAA1A8AAA', 15) },
    { at: 90, holds: [138, 0] },
    { at: 94, holds: [3], write: [4] },
    { at: 1328, holds: [15], write: [30] },
    { at: 6730, holds: [15] },
    { at: 14_080, holds: [15] },
    ...loop(2730, 'temperature'),
    ...loop(2890, 'humidity'),
    { at: 2794, holds: [62], write: [85] },
    { at: 2796, holds: [57], write: [39] },
    { at: 2798, holds: float(0), write: float(120) },
    { at: 2808, holds: float(0) },
    { at: 2810, holds: float(23) },
    { at: 2820, holds: roomFloat },
    { at: 27_586, holds: roomFloat },
    { at: 4010, holds: [62], write: [10] },
    { at: 4034, holds: float(-42) },
    { at: 4036, holds: float(130) },
    { at: 4042, holds: float(23), write: float(40) },
    { at: 4180, holds: roomFloat },
    { at: 4182, holds: roomFloat },
    { at: 4200, holds: [62], write: [63] },
    ...[16_594, 16_596, 16_598, 16_600, 16_822, 16_824, 16_826, 16_828].map((at): Register => ({
      at,
      holds: [62],
      write: [63],
    })),
    ...[0, 1, 2, 3].map((key): Register => ({ at: 6844 + 20 * key, holds: [62] })),
    ...[0, 1, 2, 3, 4, 5].map((alarm): Register => ({ at: 1356 + 100 * alarm, holds: [61] })),
    { at: 1334, holds: float(135), write: float(90) },
    { at: 16_536, holds: [1540, 0, 1538, 0, 246, 0, 246, 0] },
    { at: 16_568, holds: [62] },
    { at: 16_588, holds: [0, 0, 0] },
    { at: 16_602, holds: float(23) },
    { at: 33_718, holds: [62] },
  ];

  it('is read and written register by register by pymodbus, and the driver and mbpoll see the same', async () => {
    const simulator = new WatlowF4tSimulator({ humidity: true, cascade: true });
    await using mount = await serveTcp(simulator.services['modbus-tcp']);
    await checkEach(mount.port, 'tcp', registers);
    await using oven = await openThermalChamber(`modbus-tcp://127.0.0.1:${mount.port}/1`, {
      driver: 'watlow-f4t',
    });
    expect(oven.setpoint.limits).toEqual({ min: -41, max: 129 });
    expect(await oven.setpoint.read()).toBe(-12.5);
    expect(await oven.running.read()).toBe(true);
    expect(await oven.mode.read()).toBe('constant');
    expect(await oven.alarms.read()).toEqual([]);
    expect(await oven.humidity?.setpoint.read()).toBe(35);
    expect(await oven.product?.cascade?.setpoint.read()).toBe(40);
    expect(await oven.product?.cascade?.enabled.read()).toBe(false);
    expect(await oven.rampControl?.rate.read()).toBe(2);
    expect(await Promise.all(oven.outputs.map(async ({ on }) => on.read()))).toEqual(Array(8).fill(true));
    expect(Math.abs((await oven.temperature.read()) - 23)).toBeLessThan(1);

    const temperature = await output(
      'mbpoll',
      mbpollTcp(mount.port, '-r', '2782', '-t', '4:float', '127.0.0.1'),
    );
    expect(temperature).toMatch(/\[2782\]:\s+-12\.5\b/);
    await output('mbpoll', mbpollTcp(mount.port, '-r', '2730', '-t', '4', '127.0.0.1', '62'));
    await output('mbpoll', mbpollTcp(mount.port, '-r', '2782', '-t', '4:float', '127.0.0.1', '--', '55.25'));
    expect(await oven.running.read()).toBe(false);
    expect(await oven.setpoint.read()).toBe(55.25);
  });

  it('refuses what the sheet says, and what pymodbus wrote last still holds', async () => {
    const simulator = new WatlowF4tSimulator();
    await using mount = await serveTcp(simulator.services['modbus-tcp']);
    const got = await pymodbus(mount.port, 'tcp', [
      { at: 100, count: 1 },
      { at: 33_718 + 240, count: 1 },
      { at: 2782, with: 16, write: float(131) },
      { at: 2730, with: 6, write: [1] },
      { at: 2820, with: 16, write: float(20) },
      { at: 2782, count: 2 },
    ]);
    expect(got).toEqual([
      'exception 2',
      'exception 4',
      'exception 3',
      'exception 3',
      'exception 2',
      float(23),
    ]);
  });
});

describe.skipIf(!installed('python:pymodbus', 'mbpoll'))('the simulated Watlow F4', busy, () => {
  const registers: readonly Register[] = [
    { at: 100, holds: roomTenths },
    { at: 101, holds: [0] },
    { at: 104, holds: { about: 45, decode: ([word]) => signed(word) / 10 } },
    { at: 105, holds: [0] },
    { at: 108, holds: roomTenths },
    { at: 109, holds: [0] },
    { at: 102, holds: [0, 0] },
    { at: 200, holds: [0] },
    { at: 201, holds: [1] },
    { at: 300, holds: [230], write: [-125 & 0xffff] },
    { at: 302, holds: [-490 & 0xffff], write: [-300 & 0xffff] },
    { at: 303, holds: [1350], write: [1200] },
    { at: 319, holds: [500], write: [355] },
    { at: 600, holds: [1] },
    { at: 602, holds: [-440 & 0xffff], write: [-400 & 0xffff] },
    { at: 603, holds: [1300], write: [1250] },
    { at: 606, holds: [1] },
    { at: 608, holds: [0] },
    { at: 612, holds: [0] },
    { at: 613, holds: [1000] },
    { at: 616, holds: [1] },
    { at: 618, holds: [1] },
    { at: 901, holds: [1] },
    { at: 1060, holds: [0] },
    { at: 1218, holds: [40, 256] },
    { at: 1922, holds: { about: 23, decode: ([word]) => signed(word) / 10 } },
    { at: 1926, holds: [-150 & 0xffff, 150], write: [-100 & 0xffff, 120] },
    ...[1, 2, 3, 4, 5, 6, 7].map((event): Register => ({ at: 1990 + 10 * event, holds: [0], write: [1] })),
    { at: 4000, holds: [1, 1] },
  ];

  it('is read and written register by register by pymodbus, and the driver and mbpoll see the same', async () => {
    const simulator = new WatlowF4Simulator({ humidity: true, product: true });
    await using mount = await serveTcp(simulator.services['modbus-tcp']);
    await checkEach(mount.port, 'tcp', registers);
    await using oven = await openThermalChamber(`modbus-tcp://127.0.0.1:${mount.port}/1`, {
      driver: 'watlow-f4',
    });
    expect(oven.setpoint.limits).toEqual({ min: -40, max: 125 });
    expect(await oven.setpoint.read()).toBe(-12.5);
    expect(await oven.running.read()).toBe(true);
    expect(await oven.humidity?.setpoint.read()).toBe(35.5);
    expect(await oven.outputs[2]?.on.read()).toBe(true);
    expect(Math.abs(((await oven.product?.temperature.read()) ?? NaN) - 23)).toBeLessThan(1);

    const counts = await output('mbpoll', mbpollTcp(mount.port, '-r', '300', '-t', '4', '127.0.0.1'));
    expect(counts).toMatch(/\[300\]:\s+65411 \(-125\)/);
    await output('mbpoll', mbpollTcp(mount.port, '-r', '2000', '-t', '4', '127.0.0.1', '0'));
    await output('mbpoll', mbpollTcp(mount.port, '-r', '300', '-t', '4', '127.0.0.1', '401'));
    expect(await oven.running.read()).toBe(false);
    expect(await oven.setpoint.read()).toBe(40.1);
  });

  it('speaks RTU to pymodbus, and stores a profile that it writes step by step', async () => {
    const simulator = new WatlowF4Simulator();
    await using mount = await serveTcp(simulator.services['modbus-rtu']);
    const got = await pymodbus(mount.port, 'rtu', [
      { at: 4002, with: 6, write: [1] },
      { at: 4000, count: 1 },
      { at: 1218, count: 2 },
      { at: 300, with: 6, write: [2000] },
    ]);
    expect(got.slice(1)).toEqual([[1], [39, 255], 'exception 3']);
  });
});

describe.skipIf(!installed('python:pymodbus', 'mbpoll', 'socat'))('the simulated BINDER', busy, () => {
  const mb1: readonly Register[] = [
    { at: 0x11_a9, holds: roomFloat },
    { at: 0x10_77, holds: float(23) },
    { at: 0x15_81, holds: float(23), write: float(60) },
    { at: 0x15_6f, holds: float(23), write: float(61.5) },
    { at: 0x1a_22, holds: [0x10_00], write: [0x08_00] },
    { at: 0x1a_23, holds: [1], write: [2] },
    { at: 0x15_8b, holds: [0], write: [1] },
    { at: 0x10_81, holds: [0] },
    { at: 0x10_07, holds: [0] },
    { at: 0x10_bd, holds: [0] },
    { at: 0x12_28, holds: text(' '.repeat(20), 20) },
    { at: 0x12_3d, holds: [0, 0] },
  ];
  const mb2: readonly Register[] = [
    { at: 0x10_04, holds: roomFloat },
    { at: 0x10_0a, holds: { about: 45, decode: toFloat } },
    { at: 0x10_b2, holds: float(23) },
    { at: 0x10_b6, holds: float(100) },
    { at: 0x11_4c, holds: float(23), write: float(85) },
    { at: 0x11_4e, holds: float(0), write: float(40) },
    { at: 0x11_50, holds: float(100), write: float(60) },
    { at: 0x11_47, holds: [0, 1], write: [3, 2] },
    { at: 0x11_58, holds: [0b11], write: [0b100] },
    { at: 0x12_92, holds: [0b11] },
    { at: 0x30_03, holds: [0], write: [1] },
  ];

  it('MB1 is read and written by pymodbus, and the driver sees the same', async () => {
    const simulator = new BinderMb1Simulator();
    await using mount = await serveTcp(simulator.services['modbus-rtu-tcp']);
    await checkEach(mount.port, 'rtu', mb1);
    await using oven = await openThermalChamber(`modbus-tcp://127.0.0.1:${mount.port}/1?framing=rtu`, {
      driver: 'binder',
      options: { door: true },
    });
    // Manual mode has a set point of its own.
    expect(await oven.setpoint.read()).toBe(60);
    expect(await oven.running.read()).toBe(true);
    expect(await oven.door?.open.read()).toBe(false);
    expect(await oven.outputs[0]?.on.read()).toBe(true);
    expect(await oven.alarms.read()).toEqual([]);
  });

  it('MB2 is read and written by pymodbus, and the driver sees the same', async () => {
    const simulator = new BinderMb2Simulator({ humidity: true });
    await using mount = await serveTcp(simulator.services['modbus-rtu-tcp']);
    await checkEach(mount.port, 'rtu', mb2);
    await using oven = await openThermalChamber(`modbus-tcp://127.0.0.1:${mount.port}/1?framing=rtu`, {
      driver: 'binder',
      options: { controller: 'MB2', humidity: true },
    });
    expect(await oven.setpoint.read()).toBe(85);
    expect(await oven.humidity?.setpoint.read()).toBe(40);
    expect(await oven.running.read()).toBe(true);
    expect(await oven.outputs[0]?.on.read()).toBe(true);
  });

  it('MB1 is read and written by mbpoll on a serial line', async () => {
    const simulator = new BinderMb1Simulator();
    await using mount = await serveTcp(simulator.services['modbus-rtu']);
    const line = `/tmp/fourwire-binder-${mount.port}`;
    await using bridge = await start(
      'socat',
      ['-d', '-d', `pty,raw,echo=0,link=${line}`, `tcp:127.0.0.1:${mount.port}`],
      /starting data transfer/,
    );
    expect(bridge.said).not.toBe('');
    const rtu = (...more: readonly string[]): string[] => [
      '-m',
      'rtu',
      '-b',
      '9600',
      '-P',
      'none',
      '-a',
      '1',
      '-0',
      '-1',
      ...more,
    ];
    await output('mbpoll', rtu('-r', String(0x15_81), '-t', '4:float', line, '60'));
    await output('mbpoll', rtu('-r', String(0x1a_22), '-t', '4', line, String(0x08_00)));
    const setpoint = await output('mbpoll', rtu('-r', String(0x10_77), '-t', '4:float', line));
    expect(setpoint).toMatch(/\[4215\]:\s+60\b/);
    expect(simulator.model.controller.running).toBe(true);
  });
});
