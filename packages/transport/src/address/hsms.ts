import type { HsmsAddress } from './address.ts';
import { parseHostAndPort } from './host.ts';
import { integer } from './part.ts';
import { behindSlash, choice, parseOptions } from './url.ts';
import type { Url } from './url.ts';

const example = 'hsms://192.168.0.9:5000/0?mode=active';

/** The address in `hsms://host:port/sessionId?mode=active`. */
export function parseHsms(url: Url): HsmsAddress {
  const options = parseOptions(url, ['mode'], example);
  const sessionId = behindSlash(url.path);
  return {
    kind: 'hsms',
    ...parseHostAndPort(url.authority, 5000, example),
    sessionId: sessionId === undefined ? 0 : integer(sessionId, 'a session id', 0, 32_767, example),
    mode: choice(options.get('mode'), ['active', 'passive'], example),
  };
}
