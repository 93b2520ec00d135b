import fc from 'fast-check';
import { FourwireError } from '@fourwire/core';
import { describe, expect, it } from 'vitest';
import { parseBenchFile, readBenchFile } from './read-bench-file.ts';

const good = `name: lab
devices:
  oven:
    driver: watlow-f4t
    address: \${OVEN}
    limits:
      setpoint: { max: 130 }
  meter:
    driver: keysight-34460
    address: TCPIP::10.0.0.5::5025::SOCKET
    calibratedOn: 2026-03-31
`;

function refusal(text: string): string {
  try {
    parseBenchFile(text, 'bench.yaml', { OVEN: 'modbus-tcp://10.0.0.7:502/1' });
  } catch (error) {
    if (FourwireError.is(error)) return error.message;
    throw error;
  }
  return '';
}

describe('a bench file', () => {
  it('is read with its variables filled in', () => {
    const file = parseBenchFile(good, 'bench.yaml', { OVEN: 'modbus-tcp://10.0.0.7:502/1' });
    expect(file.devices['oven']?.address).toBe('modbus-tcp://10.0.0.7:502/1');
    expect(file.devices['meter']?.calibratedOn).toBe('2026-03-31');
  });

  it('takes a variable for a number where it stands alone and unquoted', () => {
    const text = good.replace('setpoint: { max: 130 }', 'setpoint:\n        max: ${HOTTEST}');
    const variables = { OVEN: '7', HOTTEST: '130' };
    const { oven } = parseBenchFile(text.replace('${OVEN}', "'${OVEN}'"), 'bench.yaml', variables).devices;
    expect(oven).toMatchObject({ address: '7', limits: { setpoint: { max: 130 } } });
  });

  it.each([
    [
      'aliases that stand for more than there is room for',
      `${good}x0: &x0 [1, 1]\n${Array.from({ length: 30 }, (_, index) => `x${index + 1}: &x${index + 1} [*x${index}, *x${index}]\n`).join('')}`,
      'bench.yaml:1:1: Excessive alias count',
    ],
    [
      'a key that is missing',
      good.replace('    driver: watlow-f4t\n', ''),
      'bench.yaml:4:5: "driver" is missing in devices.oven.',
    ],
    [
      'a key that is not known',
      good.replace('limits:', 'limit:'),
      'bench.yaml:6:5: "limit" is not known in devices.oven; did you mean limits?',
    ],
    [
      'a key that is nothing like one that is known',
      good.replace('limits:', 'colour:'),
      'bench.yaml:6:5: "colour" is not known in devices.oven; known are driver, address,',
    ],
    [
      'a value of the wrong type',
      good.replace('{ max: 130 }', '{ max: hot }'),
      'bench.yaml:7:24: "max" in devices.oven.limits.setpoint: expected number; got "hot".',
    ],
    [
      'a day that is none',
      good.replace('2026-03-31', 'March'),
      'bench.yaml:11:19: "calibratedOn" in devices.meter:',
    ],
    ['broken YAML', good.replace('{ max: 130 }', '{ max: 130'), 'bench.yaml:8:'],
    [
      'a word that is none of those allowed',
      good.replace('    limits:', '    serial: { parity: evn }\n    limits:'),
      'bench.yaml:6:23: "parity" in devices.oven.serial: expected one of none, even, odd, mark, space; got "evn".',
    ],
    [
      'a number that is none of those allowed',
      good.replace('    limits:', '    serial: { stopBits: 3 }\n    limits:'),
      'bench.yaml:6:25: "stopBits" in devices.oven.serial: expected one of 1, 1.5, 2; got 3.',
    ],
    [
      'a name of a device with a blank',
      good.replace('  meter:', '  my meter:'),
      'bench.yaml:8:3: "my meter" is not known in devices; known are names of letters, digits, - and _.',
    ],
    [
      'an unknown key in a condition',
      `${good}interlocks:\n  door:\n    when: { membr: oven/door/open, is: true }\n    safe: [oven]\n`,
      'bench.yaml:14:13: "membr" is not known in interlocks.door.when',
    ],
    [
      'a mistake deep in a condition',
      `${good}interlocks:\n  door:\n    when:\n      any:\n        - { member: oven/door/open, is: true }\n        - not: { member: oven/temperature, above: hot }\n    safe: [oven]\n`,
      'bench.yaml:17:51: "above" in interlocks.door.when.any.1.not: expected number; got "hot".',
    ],
    [
      'an empty list of devices to make safe',
      `${good}interlocks:\n  door:\n    when: { member: oven/door/open, is: true }\n    safe: []\n`,
      'bench.yaml:15:11: "safe" in interlocks.door: expected array length to be greater or equal to 1; got [].',
    ],
    [
      'a rule without a condition',
      `${good}interlocks:\n  door:\n    safe: [oven]\n`,
      'bench.yaml:14:5: "when" is missing in interlocks.door.',
    ],
    ['no devices', 'name: lab\n', 'bench.yaml:1:1: "devices" is missing.'],
    [
      'a list of devices that is empty',
      'name: lab\ndevices: {}\n',
      'bench.yaml:2:10: "devices" must name at least one.',
    ],
    [
      'nothing',
      '',
      'bench.yaml:1:1: this is no bench file: it begins with "name:" and "devices:", in YAML; this one is empty.',
    ],
    ['something else', '- a\n- b\n', 'bench.yaml:1:1: this is no bench file: it begins with'],
    [
      'a value that is longer than a line',
      good.replace('{ max: 130 }', 'x'.repeat(500)),
      `; got "${'x'.repeat(79)}….`,
    ],
    [
      'a variable that is not set',
      good.replace('OVEN', 'OVN'),
      'bench.yaml:5:14: the environment variable OVN is not set.',
    ],
  ])('is refused for %s with line and column', (_what, text, message) => {
    expect(refusal(text)).toContain(message);
  });

  it('is refused with its path when it is not there', async () => {
    await expect(readBenchFile('/nowhere/bench.yaml', {})).rejects.toMatchObject({
      code: 'bench-file-missing',
      message: 'The bench file /nowhere/bench.yaml cannot be read: there is no such file.',
    });
  });

  it('never fails with anything but a typed error', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...good.split('')) }), (text) => {
        expect(refusal(text)).toBeTypeOf('string');
      }),
      { seed: 1, numRuns: 300 },
    );
  });
});
