import { describe, expect, it } from 'vitest';
import { httpFraming } from './http-framing.ts';

const framing = httpFraming('oven');
const bytes = (text: string): Uint8Array => Buffer.from(text, 'latin1');
const whole = 'HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello';
const chunked = 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nhel\r\n2;x=1\r\nlo\r\n0\r\n\r\n';

describe('HTTP replies', () => {
  it.each([whole, chunked])('end where they say, however they are cut', (reply) => {
    for (let length = 0; length < reply.length; length++)
      expect(framing.end('/').find(bytes(reply.slice(0, length)))).toBe(-1);
    expect(framing.end('/').find(bytes(`${reply}more`))).toBe(reply.length);
    expect(framing.decode(reply, '/')).toBe('hello');
  });

  it('end with the connection where no length is stated, and are cut where one is', () => {
    const open = 'HTTP/1.0 200 OK\r\n\r\nhello';
    expect(framing.end('/').find(bytes(open))).toBe(-1);
    expect(framing.end('/').atHangUp?.(bytes(open))).toBe(open.length);
    expect(framing.end('/').atHangUp?.(bytes('HTTP/1.0 200'))).toBe(-1);
    expect(framing.end('/').atHangUp?.(bytes(whole.slice(0, -1)))).toBe(-1);
    expect(framing.decode(open, '/')).toBe('hello');
  });

  it('raise the status of the server, and what is no HTTP', () => {
    expect(() => framing.decode('HTTP/1.1 404 Not Found\r\n\r\n', '/')).toThrow('404 Not Found');
    expect(() => framing.decode('SSH-2.0-x\r\n\r\n', '/')).toThrow('Expected an HTTP response');
  });

  it('carry UTF-8', () => {
    const body = Buffer.from('T\u00fcr', 'utf8').toString('latin1');
    expect(framing.decode(`HTTP/1.1 200 OK\r\n\r\n${body}`, '/')).toBe('T\u00fcr');
  });
});
