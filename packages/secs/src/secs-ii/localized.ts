import type { LocalizedText } from './item.ts';

/**
 * Encodings of a `W` item by their number. Source: SEMI E5 table 2 as quoted by arloliu/go-secs; sheet secs-ii.md
 * section 2.3.
 */
export const textEncodings: Readonly<Record<number, string>> = {
  0: 'none',
  1: 'UCS-2',
  2: 'UTF-8',
  3: 'ASCII',
  4: 'ISO 8859-1',
  5: 'ISO 8859-11',
  6: 'TIS 620',
  7: 'ISCII',
  8: 'Shift-JIS',
  9: 'EUC-JP',
  10: 'EUC-KR',
  11: 'GB',
  12: 'EUC-CN',
  13: 'Big5',
  14: 'EUC-TW',
};

/** Labels of the WHATWG encoding standard. ISCII and EUC-TW are not in it. */
const decoderLabels: Readonly<Record<number, string>> = {
  1: 'utf-16be',
  2: 'utf-8',
  5: 'windows-874',
  6: 'windows-874',
  8: 'shift_jis',
  9: 'euc-jp',
  10: 'euc-kr',
  11: 'gb18030',
  12: 'gbk',
  13: 'big5',
};

/**
 * The text of a `W` item, `undefined` when its encoding has no decoder here or the bytes do not follow it. Unconfirmed:
 * that UCS-2 comes with the high byte first, as everything else in SECS-II.
 */
export function decodeLocalized({ encoding, bytes }: LocalizedText): string | undefined {
  // The WHATWG decoder of ISO 8859-1 is windows-1252, which has other characters from 0x80 to 0x9F.
  if (encoding === 0 || encoding === 3 || encoding === 4) return Buffer.from(bytes).toString('latin1');
  const label = decoderLabels[encoding];
  if (label === undefined) return undefined;
  try {
    return new TextDecoder(label, { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
