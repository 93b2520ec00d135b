import { InProcessTransport, VirtualClock, seededRandom } from '@fourwire/core';
import { HsmsTransport } from '../src/connection/hsms-transport.ts';
import { hsmsService } from '../src/connection/hsms-service.ts';
import type { HsmsServiceOptions } from '../src/connection/hsms-service.ts';
import { openGemHost } from '../src/gem/open-gem-host.ts';
import type { OpenGemHostOptions } from '../src/gem/open-gem-host.ts';
import type { GemHost } from '../src/gem/gem-host.ts';
import type { EquipmentDefinition } from '../src/gem-equipment/definition.ts';
import type { FormattedProgram } from '../src/gem-equipment/program-store.ts';
import { GemEquipment } from '../src/gem-equipment/gem-equipment.ts';
import { A, F4, U4 } from '../src/secs-ii/constructors.ts';
import type { Item } from '../src/secs-ii/item.ts';

/** What the machine of the sheets' transcripts has: WB-SIM, with its variables, constants, events, alarms and commands. */
export class WireBonderSim {
  temperature = 152.5;
  bonds = 123_456;
  /** Commands as they came. */
  readonly commands: string[] = [];
  readonly bodies = new Map<string, Uint8Array>();
  readonly formatted = new Map<string, FormattedProgram>();
  running = false;

  readonly definition: EquipmentDefinition = {
    model: 'WB-SIM',
    softwareRevision: '1.0.0',
    idFormats: 'U2',
    timeZone: 'UTC',
    variables: [
      {
        id: 3001,
        name: 'StageTemp',
        unit: 'degC',
        value: () => F4(this.temperature),
        limits: { min: 0, max: 300, event: 5003 },
      },
      { id: 3002, name: 'BondCount', value: () => U4(this.bonds) },
      { id: 3003, name: 'StripID', kind: 'data', value: () => A('') },
    ],
    constants: [
      {
        id: 2001,
        name: 'StageTempSetpoint',
        unit: 'degC',
        value: U4(150),
        min: 25,
        max: 250,
        affectsProcess: true,
      },
    ],
    events: [
      { id: 5001, name: 'StripComplete', variables: [3003] },
      { id: 5002, name: 'ProcessingStarted' },
      { id: 5003, name: 'StageTempLimit' },
      { id: 5301, name: 'NSOPDetected' },
      { id: 5302, name: 'NSOPCleared' },
    ],
    alarms: [
      { id: 301, text: 'Non-stick on pad', category: 6, setEvent: 5301, clearEvent: 5302 },
      { id: 302, text: 'Wire out', category: 6 },
    ],
    commands: [
      {
        name: 'START',
        parameters: ['PPID', 'LOTID'],
        run: (parameters, object) => this.#start(parameters, object),
      },
      { name: 'LAMP', whenLocal: true, run: async () => Promise.resolve('done' as const) },
    ],
    programs: {
      bodies: this.bodies,
      formatted: this.formatted,
      capacity: 8_000_000,
      mayChange: () => !this.running,
      verify: (_id, program) =>
        program.steps.flatMap(({ code }, index) =>
          code === 'BOND1' || code === 'LOOP' ? [] : [{ code: 3, step: index + 1, text: `${String(code)}?` }],
        ),
    },
  };

  #start(parameters: ReadonlyMap<string, Item>, object: string) {
    this.commands.push(`START ${[...parameters.keys()].join(',')}${object === '' ? '' : ` at ${object}`}`);
    const ppid = parameters.get('PPID');
    if (ppid !== undefined && ppid.format !== 'A' && ppid.format !== 'L')
      return { faults: new Map([['PPID', 'format' as const]]) };
    if (object === 'HEAD-9') return 'no-object';
    if (this.running) return 'already';
    this.running = true;
    return 'later';
  }
}

/** A host and an equipment on one in-process link. */
export interface GemPair {
  readonly clock: VirtualClock;
  readonly host: GemHost;
  readonly equipment: GemEquipment;
  readonly machine: WireBonderSim;
  readonly link: InProcessTransport;
}

/** How a pair is made. */
export interface GemPairOptions {
  readonly definition?: Partial<EquipmentDefinition>;
  readonly service?: HsmsServiceOptions;
  readonly host?: OpenGemHostOptions;
}

/** Runs `work` with a host and an equipment in virtual time, and sees that nothing is left behind. */
export async function gemPair(
  work: (pair: GemPair) => Promise<void>,
  options: GemPairOptions = {},
): Promise<void> {
  const clock = new VirtualClock(Date.UTC(2026, 10, 23, 14, 0, 30, 150));
  const machine = new WireBonderSim();
  const equipment = new GemEquipment({ ...machine.definition, clock, ...options.definition });
  const service = hsmsService({ clock, ...options.service });
  equipment.attach(service);
  const link = new InProcessTransport(service, 'bonder');
  await clock.run(async () => {
    const opened = await openGemHost(new HsmsTransport(() => link), {
      clock,
      random: seededRandom(1),
      timeZone: 'UTC',
      ...options.host,
    });
    await work({ clock, host: opened.host, equipment, machine, link });
    await opened.close();
    equipment.stop();
    // What was said last is still on its way.
    await clock.sleep(1);
  });
  if (clock.pendingTimers > 0) throw new Error(`${clock.pendingTimers} timers were left behind.`);
}
