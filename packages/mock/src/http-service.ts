import type { ByteService } from '@fourwire/core';

/** A request, as far as a small server in an instrument looks at it. */
export interface HttpRequest {
  readonly method: string;
  /** The path, without the query. */
  readonly path: string;
  /** Names and values of the query in their order, decoded; a name without `=` has an empty value. */
  readonly query: readonly (readonly [name: string, value: string])[];
}

/** What is answered. */
export interface HttpAnswer {
  /** 200 unless given. */
  readonly status?: 200 | 400 | 404 | 405 | 503;
  /** `application/json` unless given. */
  readonly type?: string;
  readonly body: string;
}

const reasons = {
  200: 'OK',
  400: 'Bad Request',
  404: 'Not Found',
  405: 'Method Not Allowed',
  503: 'Service Unavailable',
} as const;

/** What a path stands on; nothing asks for it. */
const host = 'http://instrument';

/** A longer head ends the connection. */
const longestHead = 16_384;

/**
 * Serves HTTP/1.1 without bodies of requests, as small servers in instruments do: requests in chunks of any size, one
 * after the other on a connection that stays open unless the client asks to close it.
 */
export function httpService(answer: (request: HttpRequest) => HttpAnswer): ByteService {
  return {
    connect(peer) {
      let rest = '';
      return {
        receive(bytes) {
          rest += Buffer.from(bytes).toString('latin1');
          for (let end = rest.indexOf('\r\n\r\n'); end >= 0; end = rest.indexOf('\r\n\r\n')) {
            const head = rest.slice(0, end);
            rest = rest.slice(end + 4);
            const request = readHead(head);
            const closes = request === undefined || /\r\nconnection:[^\r]*close/i.test(head);
            peer.send(written(request === undefined ? { status: 400, body: '' } : answer(request), closes));
            if (closes) {
              rest = '';
              peer.close();
              return;
            }
          }
          if (rest.length > longestHead) peer.close();
        },
        closed() {},
      };
    },
  };
}

function readHead(head: string): HttpRequest | undefined {
  const [, method = '', target = ''] = /^([A-Z]+) (\S+) HTTP\/1\.[01](?:\r\n|$)/.exec(head) ?? [];
  if (method === '' || !URL.canParse(target, host)) return undefined;
  const url = new URL(target, host);
  return { method, path: url.pathname, query: [...url.searchParams] };
}

function written({ status = 200, type = 'application/json', body }: HttpAnswer, closes: boolean): Uint8Array {
  const content = Buffer.from(body, 'utf8');
  const head = [
    `HTTP/1.1 ${status} ${reasons[status]}`,
    `Content-Type: ${type}`,
    `Content-Length: ${content.length}`,
    `Connection: ${closes ? 'close' : 'keep-alive'}`,
    '\r\n',
  ].join('\r\n');
  return Buffer.concat([Buffer.from(head, 'latin1'), content]);
}
