/**
 * Serves a simulated wafer lab on this machine, for programs in other processes: TCP ports chosen by the system and a
 * pseudo terminal for the chamber's serial line. Says where as one line of JSON, and takes `unplug NAME` and `plug NAME`
 * as lines on its standard input.
 */
import { createInterface } from 'node:readline';
import { PacedClock, seededRandom } from '@fourwire/core';
import { BondTesterSimulator, WaferLab, servePty, serveTcp } from '@fourwire/mock';

const pace = Number(process.env['PACE'] ?? 180);
const clock = new PacedClock(pace);
const random = seededRandom(Number(process.env['SEED'] ?? 12));
const lab = new WaferLab({
  clock,
  random,
  wafer: { pitchX: 20_000, pitchY: 20_000, edgeExclusion: 3000 },
});
// One wire of the lot will not stick, so that there is something to clear.
lab.bonder.model.failWire(19, 'non-stick-on-pad');

// It pulls the wires that the bonder made.
const pulls = new BondTesterSimulator({ clock, random: random.fork('tester'), bonder: lab.bonder.model });

const prober = await serveTcp(lab.prober.services.tcp);
const meter = await serveTcp(lab.meter.services.scpi);
const bonder = await serveTcp(lab.bonder.services.hsms);
const tester = await serveTcp(pulls.services.tcp);
const oven = await servePty(lab.oven.services['modbus-rtu']);
const mounts = { prober, meter, bonder, tester, oven };

process.stdout.write(
  `${JSON.stringify({
    OVEN: `modbus-rtu://${oven.path}?baud=9600&unit=1`,
    PROBER: `TCPIP::127.0.0.1::${prober.port}::SOCKET`,
    METER: `TCPIP::127.0.0.1::${meter.port}::SOCKET`,
    BONDER: `hsms://127.0.0.1:${bonder.port}/0`,
    TESTER: `TCPIP::127.0.0.1::${tester.port}::SOCKET`,
  })}\n`,
);

for await (const line of createInterface({ input: process.stdin })) {
  const [verb, name] = line.trim().split(' ');
  const mount = name === 'prober' || name === 'meter' || name === 'bonder' ? mounts[name] : undefined;
  if (verb === 'unplug') await mount?.unplug();
  if (verb === 'plug') await mount?.plug();
}
// Standard input ends when whoever started this process is gone.
for (const mount of Object.values(mounts)) await mount.close();
