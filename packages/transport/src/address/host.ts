import { integer, invalid, partOf } from './part.ts';
import type { Part } from './part.ts';

const label = '[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?';
const name = new RegExp(`^${label}(?:\\.${label})*\\.?$`, 'i');
const octet = '(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)';
const ipv4 = new RegExp(`^${octet}(?:\\.${octet}){3}$`);

/**
 * The host in `part`: a name or an IPv4 address, or an IPv6 address in brackets, with a zone if needed
 * (`[fe80::1%eth0]`). Names come back in lower case, IPv6 addresses without brackets in their shortest form
 * (RFC 5952), so that equal hosts are equal strings.
 */
export function parseHost(part: Part, example: string): string {
  const { text } = part;
  if (text.startsWith('[')) return parseBracketed(part, example);
  if (shortestIpv6(text) !== undefined) {
    throw invalid(part, `an IPv6 address in brackets, [${text}]`, example);
  }
  // "192.168.5" or "010.0.0.1" would be read by the system as some other address, not as a name.
  if (/(?:^|\.)\d+\.?$/.test(text)) {
    if (ipv4.test(text)) return text;
    throw invalid(part, 'an IPv4 address of four numbers from 0 to 255 without leading zeros', example);
  }
  if (text.length > 253 || !name.test(text)) {
    throw invalid(part, 'a host name, an IPv4 address, or an IPv6 address in brackets', example);
  }
  return text.toLowerCase();
}

/** The host, and behind a colon the port, in the form that URLs have. */
export function parseHostAndPort(
  part: Part,
  defaultPort: number,
  example: string,
): { readonly host: string; readonly port: number } {
  const colon = part.text.lastIndexOf(':');
  if (colon <= part.text.lastIndexOf(']') || shortestIpv6(part.text) !== undefined) {
    return { host: parseHost(part, example), port: defaultPort };
  }
  const at = part.start + colon;
  return {
    host: parseHost(partOf(part.source, part.start, at), example),
    port: parsePort(partOf(part.source, at + 1, part.end), example),
  };
}

/** The TCP port in `part`. */
export function parsePort(part: Part, example: string): number {
  return integer(part, 'a port', 1, 65_535, example);
}

/** The host as addresses print it: IPv6 in brackets. */
export function formatHost(host: string): string {
  return host.includes(':') ? `[${host}]` : host;
}

function parseBracketed(part: Part, example: string): string {
  const [, address = '', zone = ''] = /^\[([^%\]]*)(%[\w.~-]+)?\]$/.exec(part.text) ?? [];
  const shortest = shortestIpv6(address);
  if (shortest === undefined) throw invalid(part, 'an IPv6 address in brackets', example);
  return shortest + zone;
}

function shortestIpv6(text: string): string | undefined {
  // The URL parser knows IPv6; the check before it keeps everything else away from the parser.
  if (!/^[0-9a-f:.]{2,45}$/i.test(text) || !text.includes(':')) return undefined;
  const url = `http://[${text}]/`;
  return URL.canParse(url) ? new URL(url).hostname.slice(1, -1) : undefined;
}
