import type { SimulatorAddress } from './address.ts';
import { invalid, partOf } from './part.ts';
import { parseOptions } from './url.ts';
import type { Url } from './url.ts';

const example = 'sim://oven';

/** The address in `sim://name`. */
export function parseSimulator(url: Url): SimulatorAddress {
  parseOptions(url, [], example);
  const name = partOf(url.path.source, url.authority.start, url.path.end);
  if (!/^[\w.-]+(?:\/[\w.-]+)*$/.test(name.text)) {
    throw invalid(name, 'a name of letters, digits, "_", "-", "." and "/"', example);
  }
  return { kind: 'sim', name: name.text };
}
