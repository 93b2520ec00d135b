/** The longest packet on the wire, what ends it included. */
const longestPacket = 80;

/** A command as a device understands it. */
export interface ZaberRequest {
  /** 0 for all devices of the chain. */
  readonly device: number;
  /** 0 for the whole device. */
  readonly axis: number;
  readonly id: number | undefined;
  /** The words of the command; none asks for the status alone. */
  readonly words: readonly string[];
}

/** Sum of all bytes, two's complement, in two hexadecimal digits. */
export function zaberChecksum(text: string): string {
  let sum = 0;
  for (let index = 0; index < text.length; index++) sum += text.charCodeAt(index);
  return (-sum & 0xff).toString(16).toUpperCase().padStart(2, '0');
}

/** Puts the packets of one client together to commands. */
export class ZaberReader {
  #begun: { readonly address: string; readonly text: string; readonly count: number } | undefined;

  /** Takes a line; undefined for what is no command, or not yet all of one. */
  take(line: string): ZaberRequest | undefined {
    const start = line.lastIndexOf('/');
    if (start < 0) return undefined;
    const body = line.slice(start + 1);
    const [, content = '', sum] = /^(.*?)(?::([0-9a-fA-F]{2}))?\s*$/.exec(body) ?? [];
    // Unconfirmed: that a packet with a wrong checksum is not answered.
    if (sum !== undefined && sum.toUpperCase() !== zaberChecksum(content)) return undefined;
    const continues = content.endsWith('\\');
    const tokens = (continues ? content.slice(0, -1) : content).trim().split(/\s+/).filter(Boolean);
    const address: string[] = [];
    while (address.length < 3 && /^\d{1,2}$/.test(tokens[0] ?? '')) address.push(tokens.shift() ?? '');
    const whole = this.#join(address.join(' '), tokens, continues);
    if (whole === undefined) return undefined;
    const [device = 0, axis = 0, id] = address.map(Number);
    return { device, axis, id, words: whole };
  }

  #join(address: string, tokens: readonly string[], continues: boolean): readonly string[] | undefined {
    const begun = this.#begun;
    this.#begun = undefined;
    let text = tokens.join(' ');
    let count = 0;
    if (tokens[0] === 'cont') {
      if (begun === undefined || begun.address !== address || Number(tokens[1]) !== begun.count + 1)
        return undefined;
      text = `${begun.text} ${tokens.slice(2).join(' ')}`;
      count = begun.count + 1;
    }
    if (!continues) return text.split(' ').filter(Boolean);
    this.#begun = { address, text, count };
    return undefined;
  }
}

/** How the packets of replies are written. */
export interface ZaberWriting {
  /** Whether they carry a checksum. */
  readonly checksum: boolean;
  /** Whether it is a wrong one. */
  readonly wrong: boolean;
}

/** A message as the packets that it needs, without what ends them: `@` or `!`, then info packets with the rest. */
export function zaberPackets(
  kind: '@' | '!' | '#',
  head: string,
  data: string,
  writing: ZaberWriting,
): readonly string[] {
  const address = /^\d\d \d+(?: \d\d)?/.exec(head)?.[0] ?? head;
  // The kind, a backslash, a checksum and CR LF.
  const room = longestPacket - 7;
  const packets: string[] = [];
  let [now, opening] = [head, kind as string];
  for (const word of data === '' ? [] : data.split(' ')) {
    if (now.length + 1 + word.length > room && now !== head) {
      packets.push(finish(opening, `${now}\\`, writing));
      [now, opening] = [`${address} cont ${packets.length}`, '#'];
    }
    now = `${now} ${word}`;
  }
  return [...packets, finish(opening, now, writing)];
}

function finish(kind: string, content: string, { checksum, wrong }: ZaberWriting): string {
  if (!checksum) return `${kind}${content}`;
  const sum = zaberChecksum(wrong ? `${content}!` : content);
  return `${kind}${content}:${sum}`;
}
