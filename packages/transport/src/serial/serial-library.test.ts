import { afterEach, describe, expect, it, vi } from 'vitest';
import { ModbusCodec } from '../modbus/modbus-codec.ts';
import { loadSerialPort } from './serial-library.ts';

afterEach(() => {
  vi.doUnmock('serialport');
  vi.doUnmock('modbus-serial');
});

describe('a library that is not installed', () => {
  it('is named with what to install', async () => {
    vi.doMock('serialport', () => {
      throw new Error("Cannot find package 'serialport'");
    });
    vi.doMock('modbus-serial', () => {
      throw new Error("Cannot find package 'modbus-serial'");
    });
    await expect(loadSerialPort()).rejects.toMatchObject({
      kind: 'link',
      code: 'library-missing',
      retry: 'never',
      message:
        'Serial ports need the npm package "serialport" in version 13, which cannot be loaded here; install it with "npm install serialport@13".',
    });
    await expect(ModbusCodec.load()).rejects.toMatchObject({
      kind: 'link',
      code: 'library-missing',
      message: expect.stringContaining('install it with "npm install modbus-serial@8"') as string,
    });
  });
});
