import { Keysight34461Simulator, serve } from '@fourwire/mock';

// Serves a simulated 34461A for the benchmark, in a process of its own, until its parent is gone.
const served = await serve(new Keysight34461Simulator());
process.stdout.write(`${served.address.split('::')[2] ?? ''}\n`);
process.stdin.on('end', () => process.exit()).resume();
