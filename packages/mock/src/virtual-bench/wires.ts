import { FourwireError, InProcessTransport } from '@fourwire/core';
import type { Clock, Random } from '@fourwire/core';
import type { FaultSwitches } from '../faults/catalogue.ts';
import { Faults } from '../faults/faults.ts';
import { FaultyWire } from '../faults/faulty-wire.ts';
import { MessageLink } from '../serve/message-link.ts';
import type { Simulator } from '../simulator.ts';
import { messageProtocol, serviceFor } from './simulated-address.ts';
import type { SimulatedAddress } from './simulated-address.ts';

/** The wires to one simulator, and its faults. */
export class Wires {
  readonly faults: Faults;
  readonly #name: string;
  readonly #simulator: Simulator;
  readonly #links: ReadonlyMap<string, InProcessTransport | MessageLink>;

  constructor(name: string, simulator: Simulator, clock: Clock, random: Random) {
    this.#name = name;
    this.#simulator = simulator;
    const switches: FaultSwitches[] = [simulator.faults];
    const links = new Map<string, InProcessTransport | MessageLink>();
    for (const [protocol, service] of Object.entries(simulator.services)) {
      const wire = new FaultyWire(service, { clock, random: random.fork(protocol) });
      switches.push(wire.faults);
      links.set(protocol, new InProcessTransport(wire, name));
    }
    if (simulator.messages !== undefined) {
      const link = new MessageLink(simulator.messages, name);
      switches.push({ unplug: (active) => (active ? link.unplug() : link.plug()) });
      links.set(messageProtocol, link);
    }
    this.#links = links;
    this.faults = new Faults(switches, clock);
  }

  /**
   * The transport at an address: the same one for the same protocol.
   *
   * @throws FourwireError of kind `range`, code `simulator-protocol`, when the simulator does not speak over such a wire
   */
  at(address: SimulatedAddress): InProcessTransport | MessageLink {
    const protocol = serviceFor(address, this.#name, this.#simulator);
    const link = this.#links.get(protocol);
    if (link !== undefined) return link;
    throw new FourwireError('range', 'simulator-protocol', `"${this.#name}" has no wire for ${protocol}.`);
  }
}
