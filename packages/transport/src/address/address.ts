/** A raw TCP socket: `TCPIP0::192.168.0.5::5025::SOCKET`. The port has no default. */
export interface SocketAddress {
  readonly kind: 'socket';
  /** VISA board number; it selects nothing here and is kept so that the address prints as it was given. */
  readonly board: number;
  /** Host name in lower case, IPv4 address, or IPv6 address without its brackets. */
  readonly host: string;
  /** 1 to 65535. */
  readonly port: number;
}

/** An instrument or gateway that speaks VXI-11: `TCPIP0::192.168.0.5::inst0::INSTR`. */
export interface Vxi11Address {
  readonly kind: 'vxi11';
  /** VISA board number; it selects nothing here. */
  readonly board: number;
  /** Host name in lower case, IPv4 address, or IPv6 address without its brackets. */
  readonly host: string;
  /** Port of the core channel where it is fixed (`TCPIP::host,1024::inst0::INSTR`); absent: ask the port mapper. */
  readonly corePort?: number;
  /** Device name for `create_link`: `inst0`, or `gpib0,5` and `gpib0,5,1` behind a gateway. */
  readonly device: string;
}

/** An instrument that speaks HiSLIP: `TCPIP0::192.168.0.5::hislip0,4880::INSTR`. */
export interface HislipAddress {
  readonly kind: 'hislip';
  /** VISA board number; it selects nothing here. */
  readonly board: number;
  /** Host name in lower case, IPv4 address, or IPv6 address without its brackets. */
  readonly host: string;
  /** Sub-address that the Initialize message carries, `hislip0` on most instruments. */
  readonly device: string;
  /** 1 to 65535, 4880 when the address names none. */
  readonly port: number;
}

/** A USB instrument: `USB0::0x1AB1::0x0588::DS1ED123::0::INSTR`. */
export interface UsbtmcAddress {
  readonly kind: 'usbtmc';
  /** VISA board number; it selects nothing here. */
  readonly board: number;
  /** 0 to 65535. */
  readonly vendorId: number;
  /** 0 to 65535. */
  readonly productId: number;
  /** As the device reports it, letter case and blanks included. */
  readonly serialNumber: string;
  /** Number of the USBTMC interface (`bInterfaceNumber`), 0 when the address names none. */
  readonly interfaceNumber: number;
}

/**
 * A serial line: `ASRL/dev/ttyUSB0::INSTR`, `ASRLCOM3::INSTR`, `ASRL3::INSTR`.
 *
 * Baud rate, parity and the rest are no part of it: VISA has no place for them (they are attributes, set after
 * opening), so whoever opens the line gives them.
 */
export interface SerialAddress {
  readonly kind: 'serial';
  /**
   * Absolute device path, or `COM3`; or the number of a VISA address such as `ASRL3`, which is COM3 on Windows
   * and nothing by itself elsewhere (name it by an alias to `ASRL/dev/...`).
   */
  readonly port: string | number;
}

/** An instrument on the GPIB of a configured adapter: `GPIB0::12::INSTR`, `GPIB0::12::3::INSTR`. */
export interface GpibAddress {
  readonly kind: 'gpib';
  /** Number of the bus, which the configuration binds to an adapter. */
  readonly board: number;
  /** Primary address, 0 to 30. */
  readonly primary: number;
  /**
   * Secondary address as VISA counts it, 0 to 30; 96 to 126 in the text are the same addresses as sent on the bus
   * (Prologix: `++addr 12 99` for 3). Absent: none, which is not 0.
   */
  readonly secondary?: number;
}

/** A Prologix-style GPIB adapter on the network: `PRLGX-TCPIP0::10.0.0.3::1234::INTFC`. */
export interface PrologixTcpAddress {
  readonly kind: 'prologix-tcp';
  /** Number of the GPIB that it serves: board 1 makes `GPIB1::12::INSTR` an instrument behind it. */
  readonly board: number;
  /** Host name in lower case, IPv4 address, or IPv6 address without its brackets. */
  readonly host: string;
  /** 1 to 65535, 1234 when the address names none. */
  readonly port: number;
}

/** A Prologix-style GPIB adapter (also AR488) on a serial port: `PRLGX-ASRL0::/dev/ttyUSB0::INTFC`. */
export interface PrologixSerialAddress {
  readonly kind: 'prologix-serial';
  /** Number of the GPIB that it serves. */
  readonly board: number;
  /** Absolute device path, or `COM3`. */
  readonly port: string;
}

/** A unit that speaks Modbus TCP: `modbus-tcp://192.168.0.222:502/1`. */
export interface ModbusTcpAddress {
  readonly kind: 'modbus-tcp';
  /** Host name in lower case, IPv4 address, or IPv6 address without its brackets. */
  readonly host: string;
  /** 1 to 65535, 502 when the address names none. */
  readonly port: number;
  /** 0 to 255, 1 when the address names none. */
  readonly unit: number;
  /** `rtu` where serial frames travel on the connection, as behind some device servers. */
  readonly framing?: 'rtu';
}

/**
 * A unit on a Modbus RTU line: `modbus-rtu:///dev/ttyUSB0?baud=9600&parity=none&stopBits=1&unit=1`. What it leaves out
 * whoever opens the line may state, and a driver states what is usual for its machines. Data bits are 8: RTU sends whole bytes.
 */
export interface ModbusRtuAddress {
  readonly kind: 'modbus-rtu';
  /** Absolute device path, or `COM3`. */
  readonly port: string;
  /** 50 to 12,000,000. */
  readonly baudRate?: number;
  readonly parity?: 'none' | 'even' | 'odd';
  readonly stopBits?: 1 | 2;
  /** 1 to 254, 1 when the address names none. The Modbus standard ends at 247; Eurotherm controllers go to 254. */
  readonly unit: number;
}

/** A SECS/GEM partner on HSMS: `hsms://192.168.0.9:5000/0?mode=active`. */
export interface HsmsAddress {
  readonly kind: 'hsms';
  /** The partner's host, or in passive mode the local address to listen on, for example `0.0.0.0`. */
  readonly host: string;
  /** 1 to 65535, 5000 when the address names none. */
  readonly port: number;
  /** Session id of data messages, which is the device id: 0 to 32767, 0 when the address names none. */
  readonly sessionId: number;
  /** `active` connects, `passive` listens; `active` when the address names none. */
  readonly mode: 'active' | 'passive';
}

/** A simulator in the same process: `sim://oven`. */
export interface SimulatorAddress {
  readonly kind: 'sim';
  /** The name it was registered under; may have segments, `bench/oven`. */
  readonly name: string;
}

/** Where a device is: what {@link parseAddress} makes of an address string. `kind` tells the forms apart. */
export type Address =
  | SocketAddress
  | Vxi11Address
  | HislipAddress
  | UsbtmcAddress
  | SerialAddress
  | GpibAddress
  | PrologixTcpAddress
  | PrologixSerialAddress
  | ModbusTcpAddress
  | ModbusRtuAddress
  | HsmsAddress
  | SimulatorAddress;
