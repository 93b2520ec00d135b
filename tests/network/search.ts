import { Keysight34461Simulator, serveVxi11 } from '@fourwire/mock';
import { discover } from '@fourwire/transport';
import { takeWhile } from 'rxjs';
import { fileURLToPath } from 'node:url';
import { output, python, start } from '../setup/programs.ts';

// In a network of its own: a simulated meter on VXI-11, another instrument announced by mDNS with somebody else's
// library, and who finds them. Prints `ours: ADDRESS MODEL` and `lxi: LINE`.

const announcer = await start(python, [fileURLToPath(new URL('announce.py', import.meta.url))]);
const meter = await serveVxi11(
  { inst0: new Keysight34461Simulator().messages },
  { host: '0.0.0.0', portMapper: 111 },
);
const wanted = 3;
let found = 0;
// As long as all is not found, up to what a busy machine may need.
const search$ = discover({ timeout: 15_000, serial: false, usb: false });
await new Promise<void>((resolve, reject) => {
  search$.pipe(takeWhile((one) => one.type !== 'found' || ++found < wanted, true)).subscribe({
    next: (one) =>
      console.log(one.type === 'found' ? `ours: ${one.address} ${one.model ?? ''}` : one.message),
    complete: resolve,
    error: reject,
  });
});
for (const line of (await output('lxi', ['discover', '-t', '2'])).split('\n')) console.log(`lxi: ${line}`);
await meter.close();
await announcer[Symbol.asyncDispose]();
