import { FourwireError } from '@fourwire/core';
import { describe, expect, it } from 'vitest';
import { portPath } from './port-path.ts';

describe('the path of a serial port', () => {
  it('is what the address names', () => {
    expect(portPath('/dev/ttyUSB0', 'linux')).toBe('/dev/ttyUSB0');
    expect(portPath('COM7', 'win32')).toBe('COM7');
  });

  it('is the COM port of that number on Windows', () => {
    expect(portPath(3, 'win32')).toBe('COM3');
  });

  it('is not guessed from a number elsewhere', () => {
    expect(() => portPath(3, 'linux')).toThrow(FourwireError);
    expect(() => portPath(3, 'darwin')).toThrow(
      'ASRL3::INSTR names a serial port by number, which means COM3 on Windows and nothing on darwin; give its path, for example ASRL/dev/ttyUSB0::INSTR, or define ASRL3 as an alias of that.',
    );
  });
});
