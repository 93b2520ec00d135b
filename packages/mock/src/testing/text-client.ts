import type { ByteService } from '@fourwire/core';

/** A client of a text protocol, for the tests of simulators. */
export interface TextClient {
  /** Sends Latin-1 text as it is, and gives what came back at once. */
  readonly ask: (text: string) => string;
  /** Whether the service has not ended the connection. */
  readonly open: boolean;
  readonly close: () => void;
}

/** Connects to a service in this process. */
export function textClient(service: ByteService): TextClient {
  let got = '';
  let open = true;
  const session = service.connect({
    send: (data) => (got += Buffer.from(data).toString('latin1')),
    close: () => (open = false),
  });
  return {
    ask: (text) => {
      session.receive(Buffer.from(text, 'latin1'));
      const reply = got;
      got = '';
      return reply;
    },
    get open() {
      return open;
    },
    close: () => session.closed(),
  };
}
