import type { Address } from '../address/address.ts';
import { found, warning } from './found.ts';
import type { Discovery } from './found.ts';
import type { DnsQuestion, DnsRecord } from './mdns-library.ts';

/** What a service type tells a program to open; `undefined` where it is not for programs. */
type AddressOf = (host: string, port: number) => Address | undefined;

/**
 * The services of instruments (sheet discovery.md, 1). VXI-11 announces the port of its port mapper, or of its core
 * channel (unconfirmed), so the port is not believed; `_lxi` is the web page, `_scpi-telnet` is for people.
 */
const serviceTypes: Readonly<Record<string, AddressOf>> = {
  '_lxi._tcp.local': () => undefined,
  '_hislip._tcp.local': (host, port) => ({ kind: 'hislip', board: 0, host, device: 'hislip0', port }),
  '_vxi-11._tcp.local': (host) => ({ kind: 'vxi11', board: 0, host, device: 'inst0' }),
  '_scpi-raw._tcp.local': (host, port) => ({ kind: 'socket', board: 0, host, port }),
  '_scpi-telnet._tcp.local': () => undefined,
};

/** More than any lab has; a network that announces more is not remembered further. */
const mostNames = 2000;

/** The TXT keys of LXI in lower case, since their case is free (RFC 6763, 6.4). */
const txtKeys = {
  manufacturer: 'manufacturer',
  model: 'model',
  serialnumber: 'serialNumber',
  firmwareversion: 'firmware',
} as const;

interface Facts {
  manufacturer?: string;
  model?: string;
  serialNumber?: string;
  firmware?: string;
}

interface Service {
  readonly type: string;
  readonly instance: string;
  at?: { readonly target: string; readonly port: number };
  facts?: Facts;
}

interface Located extends Service {
  readonly target: string;
  readonly port: number;
  /** An address of the target. */
  readonly host: string;
}

/** Puts the records of DNS service discovery together, in whatever order and however often they come. */
export class ServiceBook {
  readonly #services = new Map<string, Service>();
  readonly #addresses = new Map<string, Set<string>>();

  /** @returns whether any of it was new */
  add(records: readonly DnsRecord[]): boolean {
    const valid = records.filter(({ ttl }) => ttl !== 0);
    // A service is known by its PTR record, which may come behind the others.
    const announced = valid.filter(({ type, name, data }) => {
      return type === 'PTR' && typeof data === 'string' && this.#announce(name.toLowerCase(), data);
    });
    const described = valid.filter((record) => this.#describe(record));
    return announced.length + described.length > 0;
  }

  /** What to ask next: for the service types, and for what is missing of services that are known. */
  questions(): DnsQuestion[] {
    const questions: DnsQuestion[] = Object.keys(serviceTypes).map((name) => ({ name, type: 'PTR' }));
    for (const [key, { instance, at, facts }] of this.#services) {
      // The library takes a dot in a name for the end of a label, and would ask for another name.
      const isPlain = !instance.includes('.');
      if (isPlain && at === undefined) questions.push({ name: key, type: 'SRV' });
      if (isPlain && facts === undefined) questions.push({ name: key, type: 'TXT' });
      if (at !== undefined && !this.#addresses.has(at.target)) {
        questions.push({ name: at.target, type: 'A' }, { name: at.target, type: 'AAAA' });
      }
    }
    // A datagram carries about this many.
    return questions.slice(0, 30);
  }

  /** Every service that a program can open, as far as it is known. */
  found(): Discovery[] {
    const located = this.#located();
    return located.flatMap((service) => {
      const address = addressOf(service);
      if (address === undefined) return [];
      return [found('mdns', address, { name: service.instance, ...identityOf(service, located) })];
    });
  }

  /** Hosts that announce nothing that a program can open, and services that do not say where they are. */
  leftOver(): Discovery[] {
    const located = this.#located();
    const open = new Set(located.filter(addressOf).map(({ host }) => host));
    const closed = located.filter(({ host }) => !open.has(host));
    const lost = [...this.#services.values()].filter(
      ({ instance, type }) => !located.some((one) => one.instance === instance && one.type === type),
    );
    return [
      ...closed.map(({ instance, host, type }) =>
        warning(
          'mdns',
          `"${instance}" at ${host} announces ${shortType(type)}, which programs cannot use; see its web page for the interfaces it has and switch one on.`,
        ),
      ),
      ...lost.map(({ instance, type }) =>
        warning('mdns', `"${instance}" announces ${shortType(type)} and does not say at which address.`),
      ),
    ];
  }

  #announce(type: string, name: string): boolean {
    const key = name.toLowerCase();
    if (serviceTypes[type] === undefined || !key.endsWith(`.${type}`)) return false;
    if (this.#services.has(key) || this.#services.size >= mostNames) return false;
    this.#services.set(key, { type, instance: name.slice(0, -type.length - 1) });
    return true;
  }

  #describe({ type, name, data }: DnsRecord): boolean {
    const key = name.toLowerCase();
    const service = this.#services.get(key);
    if (type === 'A' || type === 'AAAA') return typeof data === 'string' && this.#locate(key, data);
    if (type === 'SRV' && service?.at === undefined && service !== undefined && isSrv(data)) {
      service.at = { target: data.target.toLowerCase(), port: data.port };
      return true;
    }
    if (type !== 'TXT' || service === undefined || service.facts !== undefined) return false;
    service.facts = factsOf(data);
    return true;
  }

  #locate(target: string, address: string): boolean {
    const known = this.#addresses.get(target) ?? new Set();
    if (known.has(address) || known.size >= 16 || this.#addresses.size >= mostNames) return false;
    this.#addresses.set(target, known.add(address));
    return true;
  }

  #located(): Located[] {
    return [...this.#services.values()].flatMap((service) => {
      const { at } = service;
      const host = at === undefined ? undefined : best(this.#addresses.get(at.target));
      return at === undefined || host === undefined ? [] : [{ ...service, ...at, host }];
    });
  }
}

function addressOf({ type, host, port }: Located): Address | undefined {
  return serviceTypes[type]?.(host, port);
}

/**
 * What a service says of its instrument; where it says nothing, what the others of its host say, if they agree: the keys
 * may be on `_lxi` alone.
 */
function identityOf(service: Located, all: readonly Located[]): Facts {
  if (service.facts?.model !== undefined) return service.facts;
  const others = all.flatMap(({ target, facts }) =>
    target === service.target && facts?.model !== undefined ? [facts] : [],
  );
  const [first] = others;
  const agree = others.every(
    ({ model, serialNumber }) => model === first?.model && serialNumber === first?.serialNumber,
  );
  return (agree ? first : undefined) ?? service.facts ?? {};
}

function factsOf(data: unknown): Facts {
  const facts: Facts = {};
  for (const entry of Array.isArray(data) ? data : [data]) {
    if (!(entry instanceof Uint8Array)) continue;
    const [, key = '', value = ''] = /^([^=]+)=(.*)$/s.exec(new TextDecoder().decode(entry)) ?? [];
    const fact = Object.entries(txtKeys).find(([known]) => known === key.toLowerCase())?.[1];
    if (fact !== undefined && value !== '') facts[fact] ??= value;
  }
  return facts;
}

function isSrv(data: unknown): data is { readonly target: string; readonly port: number } {
  const { target, port } = (data ?? {}) as { readonly target?: unknown; readonly port?: unknown };
  return typeof target === 'string' && typeof port === 'number';
}

/** The address to use of several: IPv4 first, link-local last; IPv6 link-local not at all, for lack of its zone. */
function best(addresses: ReadonlySet<string> | undefined): string | undefined {
  const rank = (address: string): number => {
    if (address.includes(':')) return /^fe[89ab]/i.test(address) ? 3 : 2;
    return address.startsWith('169.254.') ? 1 : 0;
  };
  return [...(addresses ?? [])].filter((one) => rank(one) < 3).toSorted((a, b) => rank(a) - rank(b))[0];
}

function shortType(type: string): string {
  return type.slice(0, -'.local'.length);
}
