import { describe, expect, it } from 'vitest';
import type { Address } from './address.ts';
import { formatAddress } from './format-address.ts';
import { parseAddress } from './parse-address.ts';

/** What is written, what it means, how it prints. */
const forms: readonly (readonly [text: string, address: Address, canonical: string])[] = [
  [
    'TCPIP::192.168.0.5::5025::SOCKET',
    { kind: 'socket', board: 0, host: '192.168.0.5', port: 5025 },
    'TCPIP0::192.168.0.5::5025::SOCKET',
  ],
  [
    'TCPIP1::[FE80:0::1%eth0]::5025::SOCKET',
    { kind: 'socket', board: 1, host: 'fe80::1%eth0', port: 5025 },
    'TCPIP1::[fe80::1%eth0]::5025::SOCKET',
  ],
  [
    'TCPIP::DMM.lab',
    { kind: 'vxi11', board: 0, host: 'dmm.lab', device: 'inst0' },
    'TCPIP0::dmm.lab::inst0::INSTR',
  ],
  [
    'TCPIP::[::1]::inst0::INSTR',
    { kind: 'vxi11', board: 0, host: '::1', device: 'inst0' },
    'TCPIP0::[::1]::inst0::INSTR',
  ],
  [
    'TCPIP::10.0.0.8,1024::gpib0,5,1::INSTR',
    { kind: 'vxi11', board: 0, host: '10.0.0.8', corePort: 1024, device: 'gpib0,5,1' },
    'TCPIP0::10.0.0.8,1024::gpib0,5,1::INSTR',
  ],
  [
    'TCPIP0::[2001:db8::7],1024::Scope::INSTR',
    { kind: 'vxi11', board: 0, host: '2001:db8::7', corePort: 1024, device: 'Scope' },
    'TCPIP0::[2001:db8::7],1024::Scope::INSTR',
  ],
  [
    'TCPIP::10.0.0.8::hislip0',
    { kind: 'hislip', board: 0, host: '10.0.0.8', device: 'hislip0', port: 4880 },
    'TCPIP0::10.0.0.8::hislip0,4880::INSTR',
  ],
  [
    'TCPIP0::10.0.0.8::HISLIP1,4881::INSTR',
    { kind: 'hislip', board: 0, host: '10.0.0.8', device: 'hislip1', port: 4881 },
    'TCPIP0::10.0.0.8::hislip1,4881::INSTR',
  ],
  [
    'USB::0x1ab1::1416::DS1ED123',
    {
      kind: 'usbtmc',
      board: 0,
      vendorId: 0x1ab1,
      productId: 0x0588,
      serialNumber: 'DS1ED123',
      interfaceNumber: 0,
    },
    'USB0::0x1AB1::0x0588::DS1ED123::0::INSTR',
  ],
  [
    'USB2::0x0957::0x0007:: my:53 ::3::INSTR',
    {
      kind: 'usbtmc',
      board: 2,
      vendorId: 0x957,
      productId: 7,
      serialNumber: ' my:53 ',
      interfaceNumber: 3,
    },
    'USB2::0x0957::0x0007:: my:53 ::3::INSTR',
  ],
  ['ASRL/dev/ttyUSB0::INSTR', { kind: 'serial', port: '/dev/ttyUSB0' }, 'ASRL/dev/ttyUSB0::INSTR'],
  [
    'ASRL/dev/serial/by-path/pci-0000:00:14.0-usb-0:2:1.0-port0',
    { kind: 'serial', port: '/dev/serial/by-path/pci-0000:00:14.0-usb-0:2:1.0-port0' },
    'ASRL/dev/serial/by-path/pci-0000:00:14.0-usb-0:2:1.0-port0::INSTR',
  ],
  ['ASRLcom3::INSTR', { kind: 'serial', port: 'COM3' }, 'ASRLCOM3::INSTR'],
  ['ASRL3::INSTR', { kind: 'serial', port: 3 }, 'ASRL3::INSTR'],
  ['ASRL', { kind: 'serial', port: 0 }, 'ASRL0::INSTR'],
  ['GPIB::12', { kind: 'gpib', board: 0, primary: 12 }, 'GPIB0::12::INSTR'],
  ['GPIB1::12::0::INSTR', { kind: 'gpib', board: 1, primary: 12, secondary: 0 }, 'GPIB1::12::0::INSTR'],
  ['GPIB0::7::126::INSTR', { kind: 'gpib', board: 0, primary: 7, secondary: 30 }, 'GPIB0::7::30::INSTR'],
  [
    'PRLGX-TCPIP::10.0.0.3::INTFC',
    { kind: 'prologix-tcp', board: 0, host: '10.0.0.3', port: 1234 },
    'PRLGX-TCPIP0::10.0.0.3::1234::INTFC',
  ],
  [
    'PRLGX-TCPIP2::[::1]::4321::INTFC',
    { kind: 'prologix-tcp', board: 2, host: '::1', port: 4321 },
    'PRLGX-TCPIP2::[::1]::4321::INTFC',
  ],
  [
    'PRLGX-ASRL::/dev/ttyUSB0::INTFC',
    { kind: 'prologix-serial', board: 0, port: '/dev/ttyUSB0' },
    'PRLGX-ASRL0::/dev/ttyUSB0::INTFC',
  ],
  [
    'PRLGX-ASRL1::COM4::INTFC',
    { kind: 'prologix-serial', board: 1, port: 'COM4' },
    'PRLGX-ASRL1::COM4::INTFC',
  ],
  [
    'modbus-tcp://f4t.lab',
    { kind: 'modbus-tcp', host: 'f4t.lab', port: 502, unit: 1 },
    'modbus-tcp://f4t.lab:502/1',
  ],
  [
    'Modbus-TCP://[::1]:1502/255',
    { kind: 'modbus-tcp', host: '::1', port: 1502, unit: 255 },
    'modbus-tcp://[::1]:1502/255',
  ],
  [
    'modbus-tcp://192.168.0.9:10001/1?framing=RTU',
    { kind: 'modbus-tcp', host: '192.168.0.9', port: 10_001, unit: 1, framing: 'rtu' },
    'modbus-tcp://192.168.0.9:10001/1?framing=rtu',
  ],
  [
    'modbus-rtu:///dev/ttyUSB0',
    {
      kind: 'modbus-rtu',
      port: '/dev/ttyUSB0',
      unit: 1,
    },
    'modbus-rtu:///dev/ttyUSB0?unit=1',
  ],
  [
    'modbus-rtu://com7?unit=17&Parity=EVEN&stopbits=2&dataBits=8&baud=19200',
    {
      kind: 'modbus-rtu',
      port: 'COM7',
      baudRate: 19_200,
      parity: 'even',
      stopBits: 2,
      unit: 17,
    },
    'modbus-rtu:///COM7?baud=19200&parity=even&stopBits=2&unit=17',
  ],
  [
    'hsms://10.0.0.9',
    { kind: 'hsms', host: '10.0.0.9', port: 5000, sessionId: 0, mode: 'active' },
    'hsms://10.0.0.9:5000/0?mode=active',
  ],
  [
    'hsms://[::]:5001/32767?mode=passive',
    { kind: 'hsms', host: '::', port: 5001, sessionId: 32_767, mode: 'passive' },
    'hsms://[::]:5001/32767?mode=passive',
  ],
  ['sim://bench/oven', { kind: 'sim', name: 'bench/oven' }, 'sim://bench/oven'],
];

describe('parseAddress', () => {
  it.each(forms)('reads %s', (text, address, canonical) => {
    expect(parseAddress(text)).toStrictEqual(address);
    expect(formatAddress(address)).toBe(canonical);
  });

  it('takes lower-case keywords and classes, which pyvisa refuses', () => {
    expect(parseAddress('tcpip0::10.0.0.1::5025::socket')).toMatchObject({ kind: 'socket' });
    expect(parseAddress('gpib0::5::instr')).toMatchObject({ kind: 'gpib', primary: 5 });
    expect(parseAddress('usb0::0x1::0x2::sn::instr')).toMatchObject({ serialNumber: 'sn' });
    expect(parseAddress('prlgx-tcpip::h::intfc')).toMatchObject({ kind: 'prologix-tcp' });
  });

  it('ignores blanks around the text, and none within', () => {
    expect(parseAddress(' \tGPIB0::5::INSTR\n')).toStrictEqual({ kind: 'gpib', board: 0, primary: 5 });
    expect(() => parseAddress('TCPIP:: host ::INSTR')).toThrow('found " host "');
  });

  it('gives one address for the two ways of writing a USB id, an IPv6 address and a secondary address', () => {
    expect(parseAddress('USB::4660::22136::S')).toEqual(parseAddress('USB0::0x1234::0x5678::S::0::INSTR'));
    expect(parseAddress('TCPIP::[0:0:0:0:0:0:0:1]::1::SOCKET')).toEqual(
      parseAddress('TCPIP::[::1]::1::SOCKET'),
    );
    expect(parseAddress('GPIB::7::3')).toEqual(parseAddress('GPIB::7::99'));
  });

  it('keeps a class word in the place of a host or a serial number', () => {
    expect(parseAddress('TCPIP::instr::INSTR')).toMatchObject({ kind: 'vxi11', host: 'instr' });
    expect(parseAddress('USB::1::2::SOCKET::INSTR')).toMatchObject({ serialNumber: 'SOCKET' });
  });
});
