import { FourwireError } from '@fourwire/core';
import type { MessageEnd } from '@fourwire/core';
import type { Framing } from '@fourwire/transport';
import { unexpectedReply } from './errors.ts';

const headEnd = '\r\n\r\n';

/**
 * HTTP GET: commands are paths with their query, replies the bodies. A body ends by its stated length, by its last
 * chunk, or where the server hangs up.
 *
 * @param host - for the header that HTTP/1.1 wants
 */
export function httpFraming(host: string): Framing {
  return {
    encode: (path) => `GET ${path} HTTP/1.1\r\nHost: ${host}\r\nAccept: application/json\r\n\r\n`,
    end: responseEnd,
    decode: (reply) => {
      const { head, body } = split(reply);
      const [, status, reason = ''] = /^HTTP\/1\.\d (\d{3}) ?([^\r]*)/.exec(head) ?? [];
      if (status === undefined) throw unexpectedReply('an HTTP response', reply.slice(0, 80));
      if (status !== '200') {
        throw new FourwireError('device', 'http-refused', `The machine answers ${status} ${reason}.`, {
          device: { code: Number(status), text: reason },
        });
      }
      const text = isChunked(head) ? joinChunks(body) : body;
      // Bodies are UTF-8, whatever the framing of texts is.
      return Buffer.from(text, 'latin1').toString('utf8');
    },
  };
}

function responseEnd(): MessageEnd {
  return {
    find: (bytes) => {
      const reply = Buffer.from(bytes).toString('latin1');
      if (!reply.includes(headEnd)) return -1;
      const { head, body } = split(reply);
      const start = reply.length - body.length;
      if (isChunked(head)) {
        const end = chunksEnd(body);
        return end < 0 ? -1 : start + end;
      }
      const length = /^content-length: *(\d+) *$/im.exec(head)?.[1];
      if (length === undefined) return -1;
      return body.length < Number(length) ? -1 : start + Number(length);
    },
    atHangUp: (bytes) => {
      const reply = Buffer.from(bytes).toString('latin1');
      // A body that was announced and has not come is cut.
      const announced = /^content-length:|^transfer-encoding:/im.test(split(reply).head);
      return reply.includes(headEnd) && !announced ? bytes.length : -1;
    },
  };
}

function split(reply: string): { readonly head: string; readonly body: string } {
  const end = reply.indexOf(headEnd);
  return end < 0
    ? { head: reply, body: '' }
    : { head: reply.slice(0, end), body: reply.slice(end + headEnd.length) };
}

function isChunked(head: string): boolean {
  return /^transfer-encoding: *chunked *$/im.test(head);
}

/** Calls `take` with each whole chunk; gives where the last one ends, or -1 while it is not there. */
function walkChunks(body: string, take: (chunk: string) => void): number {
  let at = 0;
  for (;;) {
    const [line, digits = ''] = /^([0-9a-f]+)[^\r\n]*\r\n/i.exec(body.slice(at)) ?? [];
    if (line === undefined) return -1;
    const size = Number.parseInt(digits, 16);
    const start = at + line.length;
    if (body.length < start + size + 2) return -1;
    at = start + size + 2;
    if (size === 0) return at;
    take(body.slice(start, start + size));
  }
}

function chunksEnd(body: string): number {
  return walkChunks(body, () => {});
}

function joinChunks(body: string): string {
  let text = '';
  walkChunks(body, (chunk) => {
    text += chunk;
  });
  return text;
}
