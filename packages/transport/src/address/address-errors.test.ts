import { FourwireError } from '@fourwire/core';
import { describe, expect, it } from 'vitest';
import { parseAddress } from './parse-address.ts';

function refusal(text: string): FourwireError {
  try {
    parseAddress(text);
  } catch (error) {
    if (FourwireError.is(error)) return error;
    throw error;
  }
  throw new Error(`${text} was accepted`);
}

/** What is written, the part that the error points at, what it says is expected there. */
const refused: readonly (readonly [text: string, wrong: string, expected: RegExp | string])[] = [
  ['', '', 'one of TCPIP, USB'],
  ['   ', '', 'one of TCPIP, USB'],
  ['dmm', 'dmm', 'modbus-tcp, modbus-rtu, hsms, sim'],
  ['VICP::h::INSTR', 'VICP', 'one of TCPIP'],
  ['http://h/', 'http', 'one of TCPIP'],
  ['TCPIPx::h', 'x', 'a board number from 0 to 65535'],
  ['TCPIP65536::h', '65536', 'a board number from 0 to 65535'],
  ['TCPIP', '', 'a host name'],
  ['TCPIP::INSTR', '', 'a host name'],
  ['TCPIP::ho_st!::INSTR', 'ho_st!', 'a host name'],
  ['TCPIP::-h::INSTR', '-h', 'a host name'],
  ['TCPIP::192.168.0.300::INSTR', '192.168.0.300', 'four numbers from 0 to 255'],
  ['TCPIP::192.168.5::INSTR', '192.168.5', 'four numbers from 0 to 255'],
  ['TCPIP::192.168.000.005::INSTR', '192.168.000.005', 'without leading zeros'],
  ['TCPIP::[fe80::zz]::INSTR', '[fe80::zz]', 'an IPv6 address in brackets'],
  ['TCPIP::[fe80::1::INSTR', '[fe80', 'an IPv6 address in brackets'],
  ['TCPIP::[::1]x::INSTR', '[::1]x', 'an IPv6 address in brackets'],
  ['TCPIP::[192.168.0.1]::INSTR', '[192.168.0.1]', 'an IPv6 address in brackets'],
  ['TCPIP::2001:db8:0:0:0:0:0:1::INSTR', '2001:db8:0:0:0:0:0:1', '[2001:db8:0:0:0:0:0:1]'],
  ['TCPIP::h::SOCKET', '', 'a port from 1 to 65535'],
  ['TCPIP::h::99999::SOCKET', '99999', 'a port from 1 to 65535'],
  ['TCPIP::h::0::SOCKET', '0', 'a port from 1 to 65535'],
  ['TCPIP::h::0x50::SOCKET', '0x50', 'a port from 1 to 65535'],
  ['TCPIP::h::1::2::SOCKET', '2', 'the class SOCKET or the end'],
  ['TCPIP::h::inst0::RAW', 'RAW', 'the class INSTR'],
  ['TCPIP::h::5025::INSTR', '5025', 'a device name such as inst0'],
  ['TCPIP::h::gpib0,5,1,2::INSTR', 'gpib0,5,1,2', 'a device name such as inst0'],
  ['TCPIP::h,x::inst0', 'x', 'a port from 1 to 65535'],
  ['TCPIP::h,::inst0', '', 'a port from 1 to 65535'],
  ['TCPIP::h,4881::hislip0', ',4881', 'behind its device name'],
  ['TCPIP::h::hislip0,70000', '70000', 'a port from 1 to 65535'],
  ['TCPIP::h::hislip0,1,2', '1,2', 'a port from 1 to 65535'],
  ['TCPIP::h::hislip!', 'hislip!', 'a HiSLIP device name'],
  ['TCPIP0::h::inst0::INSTR::foo', 'INSTR', 'the class INSTR or the end'],
  ['USB', '', 'a USB vendor id'],
  ['USB::0x12345::0x1::S::INSTR', '0x12345', 'a USB vendor id from 0x0000 to 0xFFFF'],
  ['USB::0x1::0xGG::S::INSTR', '0xGG', 'a USB product id'],
  ['USB::0x1234::0x5678::INSTR', '', 'the serial number'],
  ['USB::0x1234::0x5678::::INSTR', '', 'the serial number'],
  ['USB::0x1234::0x5678::*::INSTR', '*', 'the serial number'],
  ['USB::0x1234::0x5678::SN:', 'SN:', 'the serial number'],
  ['USB::0x1234::0x5678::S\nN::INSTR', 'S\nN', 'the serial number'],
  ['USB::0x1234::0x5678::0x9::SN::INSTR', 'SN', 'an interface number from 0 to 255'],
  ['USB::0x1234::0x5678::SN::256::INSTR', '256', 'an interface number from 0 to 255'],
  ['USB::0x1234::0x5678::SN::RAW', 'RAW', 'the class INSTR'],
  ['ASRL/dev/ttyUSB0?baud=9600::INSTR', '/dev/ttyUSB0?baud=9600', 'an absolute device path'],
  ['ASRLttyUSB0::INSTR', 'ttyUSB0', 'an absolute device path'],
  ['ASRL/dev/x::SOCKET', 'SOCKET', 'the class INSTR'],
  ['GPIB8::INSTR', '', 'a primary address from 0 to 30'],
  ['GPIB0::31::INSTR', '31', 'a primary address from 0 to 30'],
  ['GPIB0::5::31::INSTR', '31', 'a secondary address from 0 to 30 or 96 to 126'],
  ['GPIB0::5::95::INSTR', '95', 'a secondary address from 0 to 30 or 96 to 126'],
  ['GPIB0::5::1::1::INSTR', '1', 'the class INSTR or the end'],
  ['GPIB0::INTFC', 'INTFC', 'the class INSTR'],
  ['PRLGX-TCPIP::INTFC', '', 'a host name'],
  ['PRLGX-ASRL::ttyUSB0::INTFC', 'ttyUSB0', 'an absolute device path'],
  ['modbus-tcp://', '', 'a host name'],
  ['modbus-tcp://h:0', '0', 'a port from 1 to 65535'],
  ['modbus-tcp://h:', '', 'a port from 1 to 65535'],
  ['modbus-tcp://user@h', 'user@h', 'a host name'],
  ['modbus-tcp://fe80::1/1', 'fe80::1', '[fe80::1]'],
  ['modbus-tcp://h/256', '256', 'a unit from 0 to 255'],
  ['modbus-tcp://h/1/', '1/', 'a unit from 0 to 255'],
  ['modbus-tcp://h/1?baud=9600', 'baud', 'one of the options framing'],
  ['modbus-tcp://h/1?framing=ascii', 'ascii', 'tcp or rtu'],
  ['modbus-rtu://', '', 'an absolute device path'],
  ['modbus-rtu:///dev/ttyUSB0?unit=0', '0', 'a unit from 1 to 254'],
  ['modbus-rtu:///dev/ttyUSB0?baud=fast', 'fast', 'a baud rate from 50 to 12000000'],
  ['modbus-rtu:///dev/ttyUSB0?baud', '', 'a baud rate'],
  ['modbus-rtu:///dev/ttyUSB0?baud=9600=1', '9600=1', 'a baud rate'],
  ['modbus-rtu:///dev/ttyUSB0?speed=9600', 'speed', 'baud, dataBits, parity, stopBits, unit'],
  ['modbus-rtu:///dev/ttyUSB0?unit=1&UNIT=2', 'UNIT', 'baud, dataBits, parity, stopBits,'],
  ['modbus-rtu:///dev/ttyUSB0?dataBits=7', '7', 'expected 8'],
  ['modbus-rtu:///dev/ttyUSB0?parity=mark', 'mark', 'none or even or odd'],
  ['modbus-rtu:///dev/ttyUSB0?stopBits=1.5', '1.5', '1 or 2'],
  ['modbus-rtu:///dev/ttyUSB0?', '', 'one of the options'],
  ['hsms://h:5000/32768', '32768', 'a session id from 0 to 32767'],
  ['hsms://h?mode=both', 'both', 'active or passive'],
  ['sim://', '', 'a name of letters'],
  ['sim://oven?seed=1', 'seed', 'no further option'],
];

/** What is written, what was meant. */
const meant: readonly (readonly [text: string, suggestion: string])[] = [
  ['192.168.0.5:5025', 'TCPIP::192.168.0.5::5025::SOCKET'],
  ['[::1]:5025', 'TCPIP::[::1]::5025::SOCKET'],
  ['tcp://10.0.0.1:5025/', 'TCPIP::10.0.0.1::5025::SOCKET'],
  ['192.168.0.5', 'TCPIP::192.168.0.5::inst0::INSTR'],
  ['dmm.lab', 'TCPIP::dmm.lab::inst0::INSTR'],
  ['fe80::1', 'TCPIP::[fe80::1]::inst0::INSTR'],
  ['::1', 'TCPIP::[::1]::inst0::INSTR'],
  ['vxi-11://h', 'TCPIP::h::inst0::INSTR'],
  ['hislip://h/', 'TCPIP::h::hislip0::INSTR'],
  ['TCPIP::192.168.0.2::SOCKET', 'TCPIP::192.168.0.2::5025::SOCKET'],
  ['TCPIP::h:5025::SOCKET', 'TCPIP::h::5025::SOCKET'],
  ['TCPIP0::192.168.0.5:5025', 'TCPIP0::192.168.0.5::5025::SOCKET'],
  ['TCPIP::h::5025', 'TCPIP::h::5025::SOCKET'],
  ['TCPIP::h::5025::INSTR', 'TCPIP::h::5025::SOCKET'],
  ['TCPIP::h::5025::SOCK', 'TCPIP::h::5025::SOCKET'],
  ['TCPIP::h,4881::hislip0::INSTR', 'TCPIP::h::hislip0,4881::INSTR'],
  ['TCPIP::h::inst0::INSTR::', 'TCPIP::h::inst0::INSTR'],
  ['TCPIP:: host ::INSTR', 'TCPIP::host::INSTR'],
  ['TCP::h::5025::SOCKET', 'TCPIP::h::5025::SOCKET'],
  ['TCPIP::192.168.000.005::INSTR', 'TCPIP::192.168.0.5::INSTR'],
  ['TCPIP::fe80::1::INSTR', 'TCPIP::[fe80::1]::INSTR'],
  ['TCPIP::fe80::1::5025::SOCKET', 'TCPIP::[fe80::1]::5025::SOCKET'],
  ['TCPIP::::1::INSTR', 'TCPIP::[::1]::INSTR'],
  ['PRLGX-TCPIP::fe80::1::1234::INTFC', 'PRLGX-TCPIP::[fe80::1]::1234::INTFC'],
  ['USB::1AB1::0588::X::INSTR', 'USB::0x1AB1::0x0588::X::INSTR'],
  ['USB0::0x1AB1::0x0588::S::RAW', 'USB0::0x1AB1::0x0588::S::INSTR'],
  ['COM3', 'ASRLCOM3::INSTR'],
  ['COM3::INSTR', 'ASRLCOM3::INSTR'],
  ['/dev/ttyUSB0', 'ASRL/dev/ttyUSB0::INSTR'],
  ['serial:///dev/ttyUSB0?baud=9600', 'ASRL/dev/ttyUSB0::INSTR'],
  ['ASRL::COM3::INSTR', 'ASRLCOM3::INSTR'],
  ['ASRL::/dev/ttyUSB0::INSTR', 'ASRL/dev/ttyUSB0::INSTR'],
  ['ASRLttyUSB0', 'ASRL/dev/ttyUSB0::INSTR'],
  ['ASRL/dev/ttyUSB0?baud=9600::INSTR', 'ASRL/dev/ttyUSB0::INSTR'],
  ['ASRL/dev/ttyUSB0::9600::INSTR', 'ASRL/dev/ttyUSB0::INSTR'],
  ['ASRLsocket://host:4000::INSTR', 'TCPIP::host::4000::SOCKET'],
  ['GPIB0:5:INSTR', 'GPIB0::5::INSTR'],
  ['GPIB0::5::INST', 'GPIB0::5::INSTR'],
  ['PRLGX-TCPIP::10.0.0.3', 'PRLGX-TCPIP::10.0.0.3::INTFC'],
  ['PRLGX-ASRL::/dev/ttyUSB0::INSTR', 'PRLGX-ASRL::/dev/ttyUSB0::INTFC'],
  ['PROLOGIX-TCPIP::10.0.0.3::INTFC', 'PRLGX-TCPIP::10.0.0.3::INTFC'],
  ['visa://host/GPIB0::5::INSTR', 'GPIB0::5::INSTR'],
  ['modbus://h:502/1', 'modbus-tcp://h:502/1'],
  ['modbus-tcp:h', 'modbus-tcp://h'],
  ['modbus-rtu:/dev/ttyUSB0', 'modbus-rtu:///dev/ttyUSB0'],
  ['modbus-rtu://dev/ttyUSB0?unit=2', 'modbus-rtu:///dev/ttyUSB0?unit=2'],
  ['modbus-rtu:///dev/ttyUSB0?parity=E&unit=2', 'modbus-rtu:///dev/ttyUSB0?parity=even&unit=2'],
  ['hsms:h', 'hsms://h'],
  ['sim:oven', 'sim://oven'],
];

describe('a wrong address', () => {
  it.each(refused)('%j is refused at %j', (text, wrong, expected) => {
    const error = refusal(text);
    expect(error).toMatchObject({ kind: 'range', code: 'address-invalid' });
    expect(error.message).toMatch(expected);
    const { address, start, end } = error.details as { address: string; start: number; end: number };
    expect(address).toBe(text);
    expect(text.slice(start, end)).toBe(wrong);
  });

  it.each(refused)('%j gets a good example', (text) => {
    const example = /for example "([^"]*)"/.exec(refusal(text).message)?.[1];
    expect(() => parseAddress(example ?? '')).not.toThrow();
  });

  it.each(meant)('%j suggests %j', (text, suggestion) => {
    const error = refusal(text);
    expect(error.details['suggestion']).toBe(suggestion);
    expect(error.message).toContain(`Did you mean "${suggestion}"?`);
    expect(() => parseAddress(suggestion)).not.toThrow();
  });

  it.each(['dmm', 'TCPIP0::a::b::c::INSTR', 'USB::0x1234::0x5678::INSTR', 'GPIB0::31::INSTR'])(
    '%j gets no guess',
    (text) => {
      expect(refusal(text).details).not.toHaveProperty('suggestion');
    },
  );

  it('points at the place in the text as it was given, blanks included', () => {
    expect(refusal('  GPIB0::31::INSTR ').details).toEqual({
      address: '  GPIB0::31::INSTR ',
      start: 9,
      end: 11,
    });
    expect(refusal('TCPIP::h::SOCKET').details).toMatchObject({ start: 10, end: 10 });
    expect(refusal('TCPIP::h::99999::SOCKET').message).toBe(
      'Address "TCPIP::h::99999::SOCKET", character 11: found "99999", expected a port from 1 to 65535, ' +
        'for example "TCPIP::192.168.0.5::5025::SOCKET".',
    );
  });

  it('keeps the message short when the text is long', () => {
    expect(refusal('x'.repeat(1_000_000)).message.length).toBeLessThan(500);
    expect(refusal(`TCPIP::${':'.repeat(1_000_000)}`).message.length).toBeLessThan(500);
  });
});
