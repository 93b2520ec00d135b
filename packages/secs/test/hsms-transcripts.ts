/** One frame of a captured session: who sent it, what it is, its bytes in hex. */
export interface CapturedFrame {
  readonly from: 'active' | 'passive';
  readonly name: string;
  readonly hex: string;
}

/**
 * Sessions captured on loopback between secsgem 0.3.0 (host, active) and secsgem 0.3.0 (equipment, passive), followed
 * by the S9F1 and the rejects of secsgem, secs4java8 and secs4js; decoded without complaint by Wireshark 4.0.17.
 * Source: sheet hsms.md sections 8 to 11.
 */
export const hsmsTranscripts: readonly CapturedFrame[] = [
  { from: 'active', name: 'Select.req', hex: '00 00 00 0a ff ff 00 00 00 01 00 00 00 01' },
  { from: 'passive', name: 'Select.rsp 0', hex: '00 00 00 0a ff ff 00 00 00 02 00 00 00 01' },
  {
    from: 'passive',
    name: 'S1F13 W',
    hex: '00 00 00 1b 00 00 81 0d 00 00 96 b9 6e f3 01 02 41 06 57 42 2d 53 49 4d 41 05 31 2e 30 2e 30',
  },
  { from: 'active', name: 'S1F13 W', hex: '00 00 00 0c 00 00 81 0d 00 00 00 00 00 02 01 00' },
  {
    from: 'passive',
    name: 'S1F14',
    hex: '00 00 00 20 00 00 01 0e 00 00 00 00 00 02 01 02 21 01 00 01 02 41 06 57 42 2d 53 49 4d 41 05 31 2e 30 2e 30',
  },
  { from: 'active', name: 'S1F14', hex: '00 00 00 11 00 00 01 0e 00 00 96 b9 6e f3 01 02 21 01 00 01 00' },
  { from: 'active', name: 'S1F1 W', hex: '00 00 00 0a 00 00 81 01 00 00 00 00 00 03' },
  {
    from: 'passive',
    name: 'S1F2',
    hex: '00 00 00 1b 00 00 01 02 00 00 00 00 00 03 01 02 41 06 57 42 2d 53 49 4d 41 05 31 2e 30 2e 30',
  },
  { from: 'active', name: 'S1F17 W', hex: '00 00 00 0a 00 00 81 11 00 00 00 00 00 04' },
  { from: 'passive', name: 'S1F18', hex: '00 00 00 0d 00 00 01 12 00 00 00 00 00 04 21 01 00' },
  {
    from: 'active',
    name: 'S1F3 W',
    hex: '00 00 00 14 00 00 81 03 00 00 00 00 00 05 01 02 a9 02 0b b9 a9 02 0b ba',
  },
  {
    from: 'passive',
    name: 'S1F4',
    hex: '00 00 00 18 00 00 01 04 00 00 00 00 00 05 01 02 91 04 43 18 80 00 b1 04 00 01 e2 40',
  },
  {
    from: 'active',
    name: 'S1F11 W',
    hex: '00 00 00 14 00 00 81 0b 00 00 00 00 00 06 01 02 a9 02 0b b9 a9 02 27 0f',
  },
  {
    from: 'passive',
    name: 'S1F12',
    hex: '00 00 00 2d 00 00 01 0c 00 00 00 00 00 06 01 02 01 03 a9 02 0b b9 41 09 53 74 61 67 65 54 65 6d 70 41 04 64 65 67 43 01 03 a9 02 27 0f 41 00 41 00',
  },
  { from: 'active', name: 'S2F29 W', hex: '00 00 00 10 00 00 82 1d 00 00 00 00 00 07 01 01 a9 02 07 d1' },
  {
    from: 'passive',
    name: 'S2F30',
    hex: '00 00 00 49 00 00 02 1e 00 00 00 00 00 07 01 01 01 06 a9 02 07 d1 41 11 53 74 61 67 65 54 65 6d 70 53 65 74 70 6f 69 6e 74 61 08 00 00 00 00 00 00 00 19 61 08 00 00 00 00 00 00 00 fa 61 08 00 00 00 00 00 00 00 96 41 04 64 65 67 43',
  },
  { from: 'active', name: 'S2F13 W', hex: '00 00 00 10 00 00 82 0d 00 00 00 00 00 08 01 01 a9 02 07 d1' },
  {
    from: 'passive',
    name: 'S2F14',
    hex: '00 00 00 12 00 00 02 0e 00 00 00 00 00 08 01 01 b1 04 00 00 00 96',
  },
  {
    from: 'active',
    name: 'S2F15 W',
    hex: '00 00 00 18 00 00 82 0f 00 00 00 00 00 09 01 01 01 02 a9 02 07 d1 b1 04 00 00 00 a0',
  },
  { from: 'passive', name: 'S2F16', hex: '00 00 00 0d 00 00 02 10 00 00 00 00 00 09 21 01 00' },
  {
    from: 'active',
    name: 'S2F15 W',
    hex: '00 00 00 18 00 00 82 0f 00 00 00 00 00 0a 01 01 01 02 a9 02 07 d1 b1 04 00 00 03 e7',
  },
  { from: 'passive', name: 'S2F16', hex: '00 00 00 0d 00 00 02 10 00 00 00 00 00 0a 21 01 03' },
  { from: 'active', name: 'S2F37 W', hex: '00 00 00 11 00 00 82 25 00 00 00 00 00 0d 01 02 25 01 00 01 00' },
  { from: 'passive', name: 'S2F38', hex: '00 00 00 0d 00 00 02 26 00 00 00 00 00 0d 21 01 00' },
  { from: 'active', name: 'S2F33 W', hex: '00 00 00 11 00 00 82 21 00 00 00 00 00 0e 01 02 a5 01 00 01 00' },
  { from: 'passive', name: 'S2F34', hex: '00 00 00 0d 00 00 02 22 00 00 00 00 00 0e 21 01 00' },
  {
    from: 'active',
    name: 'S2F33 W',
    hex: '00 00 00 20 00 00 82 21 00 00 00 00 00 0f 01 02 a5 01 00 01 01 01 02 a5 01 64 01 02 a9 02 0b b9 a9 02 0b ba',
  },
  { from: 'passive', name: 'S2F34', hex: '00 00 00 0d 00 00 02 22 00 00 00 00 00 0f 21 01 00' },
  {
    from: 'active',
    name: 'S2F35 W',
    hex: '00 00 00 1c 00 00 82 23 00 00 00 00 00 10 01 02 a5 01 00 01 01 01 02 a9 02 13 89 01 01 a5 01 64',
  },
  { from: 'passive', name: 'S2F36', hex: '00 00 00 0d 00 00 02 24 00 00 00 00 00 10 21 01 00' },
  {
    from: 'active',
    name: 'S2F37 W',
    hex: '00 00 00 15 00 00 82 25 00 00 00 00 00 11 01 02 25 01 01 01 01 a9 02 13 89',
  },
  { from: 'passive', name: 'S2F38', hex: '00 00 00 0d 00 00 02 26 00 00 00 00 00 11 21 01 00' },
  {
    from: 'active',
    name: 'S2F37 W',
    hex: '00 00 00 19 00 00 82 25 00 00 00 00 00 12 01 02 25 01 01 01 02 a9 02 13 89 a9 02 1e 61',
  },
  { from: 'passive', name: 'S2F38', hex: '00 00 00 0d 00 00 02 26 00 00 00 00 00 12 21 01 01' },
  {
    from: 'active',
    name: 'S2F33 W',
    hex: '00 00 00 1e 00 00 82 21 00 00 00 00 00 13 01 02 a5 01 01 01 01 01 02 a5 01 65 01 01 b1 04 00 06 79 32',
  },
  { from: 'passive', name: 'S2F34', hex: '00 00 00 0d 00 00 02 22 00 00 00 00 00 13 21 01 04' },
  {
    from: 'active',
    name: 'S2F33 W',
    hex: '00 00 00 1c 00 00 82 21 00 00 00 00 00 14 01 02 a5 01 01 01 01 01 02 a5 01 64 01 01 a9 02 0b b9',
  },
  { from: 'passive', name: 'S2F34', hex: '00 00 00 0d 00 00 02 22 00 00 00 00 00 14 21 01 03' },
  {
    from: 'active',
    name: 'S2F35 W',
    hex: '00 00 00 1d 00 00 82 23 00 00 00 00 00 15 01 02 a5 01 01 01 01 01 02 a9 02 13 89 01 01 a9 02 02 2b',
  },
  { from: 'passive', name: 'S2F36', hex: '00 00 00 0d 00 00 02 24 00 00 00 00 00 15 21 01 05' },
  { from: 'active', name: 'S6F15 W', hex: '00 00 00 0e 00 00 86 0f 00 00 00 00 00 16 a9 02 13 89' },
  {
    from: 'passive',
    name: 'S6F16',
    hex: '00 00 00 28 00 00 06 10 00 00 00 00 00 16 01 03 a5 01 01 a9 02 13 89 01 01 01 02 a5 01 64 01 02 91 04 43 18 80 00 b1 04 00 01 e2 40',
  },
  {
    from: 'passive',
    name: 'S6F11 W',
    hex: '00 00 00 28 00 00 86 0b 00 00 db 4f 00 ea 01 03 a5 01 01 a9 02 13 89 01 01 01 02 a5 01 64 01 02 91 04 43 18 80 00 b1 04 00 01 e2 40',
  },
  { from: 'active', name: 'S6F12', hex: '00 00 00 0d 00 00 06 0c 00 00 db 4f 00 ea 21 01 00' },
  {
    from: 'active',
    name: 'S2F41 W',
    hex: '00 00 00 24 00 00 82 29 00 00 00 00 00 1b 01 02 41 05 53 54 41 52 54 01 01 01 02 41 04 50 50 49 44 41 05 50 4b 47 2d 41',
  },
  { from: 'passive', name: 'S2F42', hex: '00 00 00 11 00 00 02 2a 00 00 00 00 00 1b 01 02 21 01 04 01 00' },
  {
    from: 'active',
    name: 'S2F41 W',
    hex: '00 00 00 14 00 00 82 29 00 00 00 00 00 1c 01 02 41 04 4e 4f 50 45 01 00',
  },
  { from: 'passive', name: 'S2F42', hex: '00 00 00 11 00 00 02 2a 00 00 00 00 00 1c 01 02 21 01 01 01 00' },
  {
    from: 'passive',
    name: 'S5F1',
    hex: '00 00 00 25 00 00 05 01 00 00 96 b9 6e f6 01 03 21 01 86 a9 02 01 2d 41 10 4e 6f 6e 2d 73 74 69 63 6b 20 6f 6e 20 70 61 64',
  },
  { from: 'active', name: 'S5F2', hex: '00 00 00 0d 00 00 05 02 00 00 96 b9 6e f6 21 01 00' },
  {
    from: 'passive',
    name: 'S5F1',
    hex: '00 00 00 25 00 00 05 01 00 00 96 b9 6e f7 01 03 21 01 06 a9 02 01 2d 41 10 4e 6f 6e 2d 73 74 69 63 6b 20 6f 6e 20 70 61 64',
  },
  { from: 'active', name: 'S2F17 W', hex: '00 00 00 0a 00 00 82 11 00 00 00 00 00 18' },
  {
    from: 'passive',
    name: 'S9F5',
    hex: '00 00 00 16 00 00 09 05 00 00 00 00 00 18 21 0a 00 00 82 11 00 00 00 00 00 18',
  },
  { from: 'active', name: 'Linktest.req', hex: '00 00 00 0a ff ff 00 00 00 05 00 00 00 20' },
  { from: 'passive', name: 'Linktest.rsp', hex: '00 00 00 0a ff ff 00 00 00 06 00 00 00 20' },
  { from: 'active', name: 'S1F15 W', hex: '00 00 00 0a 00 00 81 0f 00 00 00 00 00 21' },
  { from: 'passive', name: 'S1F16', hex: '00 00 00 0d 00 00 01 10 00 00 00 00 00 21 21 01 00' },
  { from: 'active', name: 'Separate.req', hex: '00 00 00 0a ff ff 00 00 00 09 00 00 00 24' },
  {
    from: 'passive',
    name: 'S9F1',
    hex: '00 00 00 16 00 00 09 01 00 00 00 00 00 01 21 0a 00 05 81 01 00 00 00 00 00 52',
  },
  { from: 'passive', name: 'Reject.req 4', hex: '00 00 00 0a ff ff 00 04 00 07 00 00 00 11' },
  { from: 'passive', name: 'Reject.req 1', hex: '00 00 00 0a ff ff 08 01 00 07 00 00 00 41' },
  { from: 'passive', name: 'Reject.req 2', hex: '00 00 00 0a 00 00 01 02 00 07 00 00 00 43' },
  { from: 'passive', name: 'Reject.req 3', hex: '00 00 00 0a ff ff 06 03 00 07 00 00 00 44' },
  { from: 'passive', name: 'Reject.req 1', hex: '00 00 00 0a ff ff 03 01 00 07 00 00 00 32' },
  { from: 'passive', name: 'Select.rsp 3', hex: '00 00 00 0a ff ff 00 03 00 02 00 00 00 71' },
];
