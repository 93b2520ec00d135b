import type { ByteService } from '@fourwire/core';

/**
 * A client of a service in this process, for tests of binary protocols: sends bytes written in hexadecimal digits, and
 * gives what came back at once in the same way.
 *
 * @internal
 */
export function hexWire(service: ByteService): (text: string) => string {
  const got: number[] = [];
  const session = service.connect({ send: (bytes) => void got.push(...bytes), close: () => {} });
  return (text) => {
    session.receive(Buffer.from(text.replaceAll(' ', ''), 'hex'));
    return Buffer.from(got.splice(0))
      .toString('hex')
      .replaceAll(/..(?=.)/g, '$& ');
  };
}
