import type { ByteService, VirtualClock } from '@fourwire/core';

/**
 * A client of a service in this process, for tests of protocols of text: sends and gives what came back at once, as
 * Latin-1. What comes later stands before the next answer.
 *
 * @internal
 */
export function textWire(service: ByteService): (text: string) => string {
  const got: number[] = [];
  const session = service.connect({ send: (bytes) => void got.push(...bytes), close: () => {} });
  return (text) => {
    session.receive(Buffer.from(text, 'latin1'));
    return Buffer.from(got.splice(0)).toString('latin1');
  };
}

/**
 * A client of a service that needs a turn of the event loop to answer.
 *
 * @internal
 */
export function patientTextWire(
  service: ByteService,
  clock: VirtualClock,
): (text: string) => Promise<string> {
  const wire = textWire(service);
  return async (text) => {
    const first = wire(text);
    await clock.advance(0);
    return first + wire('');
  };
}
