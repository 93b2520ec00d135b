/** A rewriting of one common mistake: where `mistake` matches, it is replaced. */
type Repair = readonly [mistake: RegExp, replacement: string];

const host = String.raw`(\[[^\]]+\]|[\w.-]+)`;
const serial = String.raw`(\/dev\/[^:?\s]+|COM\d+)`;

const repairs: readonly Repair[] = [
  // Host and port, or a host alone, as other programs take them.
  [new RegExp(`^${host}:(\\d+)$`), 'TCPIP::$1::$2::SOCKET'],
  [new RegExp(`^(?:tcp|socket|raw|telnet)://${host}:(\\d+)/?$`, 'i'), 'TCPIP::$1::$2::SOCKET'],
  [new RegExp(`^ASRLsocket://${host}:(\\d+)(?:::INSTR)?$`, 'i'), 'TCPIP::$1::$2::SOCKET'],
  [/^(?:\[[^\]]+\]|[\w-]+(?:\.[\w-]+)+)$/, 'TCPIP::$&::inst0::INSTR'],
  [/^[0-9a-f]*:[0-9a-f:]*:[0-9a-f.]*$/i, 'TCPIP::[$&]::inst0::INSTR'],
  [new RegExp(`^(?:vxi-?11|lxi)://${host}/?$`, 'i'), 'TCPIP::$1::inst0::INSTR'],
  [new RegExp(`^hislip://${host}/?$`, 'i'), 'TCPIP::$1::hislip0::INSTR'],
  // Sockets without their class or port, HiSLIP with the port in VXI-11's place.
  [new RegExp(`^(TCPIP\\d*)::${host}::SOCKET$`, 'i'), '$1::$2::5025::SOCKET'],
  [new RegExp(`^(TCPIP\\d*)::${host}::?(\\d+)(?:::\\w+)?$`, 'i'), '$1::$2::$3::SOCKET'],
  [new RegExp(`^(TCPIP\\d*)::${host},(\\d+)::(hislip\\w*)(?:::INSTR)?$`, 'i'), '$1::$2::$4,$3::INSTR'],
  // Serial ports by their bare names, with one separator too many, or with line settings.
  [new RegExp(`^(?:serial:/*|ASRL\\d*::)?${serial}(?:[:?,].*)?$`, 'i'), 'ASRL$1::INSTR'],
  [new RegExp(`^ASRL${serial}[:?,].*$`, 'i'), 'ASRL$1::INSTR'],
  [/^ASRL(tty\w+)(?:::INSTR)?$/i, 'ASRL/dev/$1::INSTR'],
  // Keywords and classes.
  [/^TCP(?=\d*::)/i, 'TCPIP'],
  [/^(?:PROLOGIX|PRLGX)[-_](?=(?:TCPIP|ASRL)\d*::)/i, 'PRLGX-'],
  [/^(PRLGX-.+?)(?:::(?:INSTR|SOCKET))?$/i, '$1::INTFC'],
  [/::(?:INTFC|RAW|SOCKET|INST|INSTRUMENT)$/i, '::INSTR'],
  [/::(?:SOCK|SOCKETS|SOCKT)$/i, '::SOCKET'],
  [/^visa:\/\/(?:[^/]*\/)?/i, ''],
  // USB ids in hexadecimal without 0x.
  [/^(USB\d*)::(?:0x)?([0-9a-f]{4})::(?:0x)?([0-9a-f]{4})(?=::)/i, '$1::0x$2::0x$3'],
  // Schemes.
  [/^modbus(?:\+tcp|_tcp|tcp)?:\/*/i, 'modbus-tcp://'],
  [/^(modbus-tcp|hsms|sim):\/?(?!\/)/i, '$1://'],
  [/^modbus-?rtu:\/*(?=dev\/|COM\d)/i, 'modbus-rtu:///'],
  [/(?<=[?&]parity=)n\b/i, 'none'],
  [/(?<=[?&]parity=)e\b/i, 'even'],
  [/(?<=[?&]parity=)o\b/i, 'odd'],
  // Writing.
  [/(?<!:):(?!:)/g, '::'],
  [/:+$/, ''],
  [/\s+/g, ''],
  [/\b0+(?=\d{1,3}\b)/g, ''],
];

/** Addresses that may have been meant by `text`. Some of them are as wrong as `text` itself. */
export function nearMisses(text: string): string[] {
  // Nobody mistypes an address of this length; the limit bounds the work on junk.
  if (text.length > 300) return [];
  const repaired = repairs.map(([mistake, replacement]) => text.replace(mistake, replacement));
  return [...withBrackets(text), ...repaired];
}

/** `TCPIP::fe80::1::5025::SOCKET` with brackets around what may be an IPv6 address, the longest one first. */
function withBrackets(text: string): string[] {
  const [keyword = '', ...pieces] = text.split('::');
  // Two names with a separator too many, `a::b`, are an IPv6 address by chance only.
  if (!/^(?:PRLGX-)?TCPIP\d*$/i.test(keyword) || !/\d/.test(pieces.slice(0, 2).join(''))) return [];
  return pieces
    .map((_, index) => {
      const inside = pieces.slice(0, index + 1).join('::');
      return [keyword, `[${inside}]`, ...pieces.slice(index + 1)].join('::');
    })
    .toReversed();
}
