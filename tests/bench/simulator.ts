import { spawn } from 'node:child_process';
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { fileURLToPath } from 'node:url';
import type { Comparison } from './compare.ts';

const answer = '+1.00000000E+01\n';
const echoSource = `require('node:net')
  .createServer({ noDelay: true }, (socket) => socket.on('data', () => socket.write(${JSON.stringify(answer)})))
  .listen(0, '127.0.0.1', function () { process.stdout.write(this.address().port + '\\n'); });
process.stdin.on('end', () => process.exit()).resume();`;

/** Starts a server in a process of its own; gives its port. */
async function start(args: readonly string[]): Promise<number> {
  const child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  child.unref();
  return new Promise((resolve) => {
    child.stdout.once('data', (chunk: Buffer) => resolve(Number(chunk.toString())));
  });
}

/** A client that asks, waits for the whole line and asks again. */
class Client {
  readonly #socket: Socket;
  #answered: () => void = () => {};

  constructor(port: number) {
    this.#socket = connect({ port, host: '127.0.0.1', noDelay: true });
    this.#socket.unref();
    this.#socket.on('data', (chunk) => {
      if (chunk.at(-1) === 0x0a) this.#answered();
    });
  }

  async query(): Promise<void> {
    const answered = new Promise<void>((resolve) => {
      this.#answered = resolve;
    });
    this.#socket.write('VOLT:RANG?\n');
    await answered;
  }
}

/** 100 queries by each of 8 clients at once. */
function load(port: number): () => Promise<void> {
  const clients = Array.from({ length: 8 }, () => new Client(port));
  return async () => {
    await Promise.all(
      clients.map(async (client) => {
        for (let count = 0; count < 100; count++) await client.query();
      }),
    );
  };
}

/** Queries served to 8 clients, each server in a process of its own. */
export async function comparisons(): Promise<readonly Comparison[]> {
  // Bundled beside this by run.ts.
  const simulator = fileURLToPath(new URL('simulator-server.mjs', import.meta.url));
  const echo = await start(['-e', echoSource]);
  const simulated = await start([simulator]);
  return [
    {
      name: '800 queries of 8 clients to the simulated 34461A',
      goal: 0.7,
      byHand: load(echo),
      ours: load(simulated),
    },
  ];
}
