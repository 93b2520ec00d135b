import { describe, expect, it } from 'vitest';
import { parseAddress } from './parse-address.ts';
import { wireOf } from './wire-of.ts';

const wire = (text: string): string => wireOf(parseAddress(text));

describe('wireOf', () => {
  it.each([
    ['two Modbus units behind one host and port', 'modbus-tcp://10.0.0.7/1', 'modbus-tcp://10.0.0.7:502/2'],
    [
      'two Modbus units on one line, whatever their settings',
      'modbus-rtu:///dev/ttyUSB0?unit=1',
      'modbus-rtu:///dev/ttyUSB0?unit=2&baud=19200',
    ],
    ['two instruments on one GPIB', 'GPIB0::5::INSTR', 'GPIB::12::1::INSTR'],
    ['a serial line and Modbus on it', 'ASRL/dev/ttyUSB0::INSTR', 'modbus-rtu:///dev/ttyUSB0'],
    ['a serial line and an adapter on it', 'ASRLCOM3::INSTR', 'PRLGX-ASRL2::com3::INTFC'],
    ['a COM port by number and by name', 'ASRL3::INSTR', 'ASRLCOM3::INSTR'],
    ['a socket and an adapter on the same port', 'TCPIP::h::1234::SOCKET', 'PRLGX-TCPIP::H::INTFC'],
    ['a socket and Modbus on the same port', 'TCPIP::h::502::SOCKET', 'modbus-tcp://h'],
    ['addresses that differ in the board only', 'TCPIP::h::5025::SOCKET', 'TCPIP3::h::5025::SOCKET'],
    ['two ways to write an IPv6 address', 'TCPIP::[::1]::1::SOCKET', 'TCPIP::[0::0:1]::1::SOCKET'],
    ['sessions on one HSMS connection', 'hsms://h/1', 'hsms://h:5000/2'],
    ['two ways to write a USB id', 'USB::0x10::0x1::S', 'USB1::16::1::S::0::INSTR'],
  ])('is one for %s', (_, one, other) => {
    expect(wire(one)).toBe(wire(other));
  });

  it.each([
    ['ports', 'TCPIP::h::5025::SOCKET', 'TCPIP::h::5026::SOCKET'],
    ['VXI-11 devices', 'TCPIP::h::gpib0,5::INSTR', 'TCPIP::h::gpib0,6::INSTR'],
    ['VXI-11 and HiSLIP', 'TCPIP::h::inst0::INSTR', 'TCPIP::h::hislip0::INSTR'],
    ['USB serial numbers', 'USB::1::2::A', 'USB::1::2::a'],
    ['USB interfaces', 'USB::1::2::A::0', 'USB::1::2::A::1'],
    ['GPIB boards', 'GPIB0::5', 'GPIB1::5'],
    ['serial ports', 'ASRL/dev/ttyUSB0', 'ASRL/dev/ttyUSB1'],
    ['connecting and listening', 'hsms://h/1', 'hsms://h/1?mode=passive'],
    ['simulators', 'sim://a', 'sim://b'],
  ])('differs for other %s', (_, one, other) => {
    expect(wire(one)).not.toBe(wire(other));
  });
});
