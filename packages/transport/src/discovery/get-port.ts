/** The VXI-11 core channel, as the port mapper knows it (sheet vxi11.md, 1.5). */
const [coreProgram, coreVersion, tcp] = [0x0607af, 1, 6];
const [portMapper, portMapperVersion, getPort] = [100_000, 2, 3];

/** Any number does, since every call is the same; a reply repeats it. */
const xid = 0x3e8;

/**
 * The call that asks a port mapper over UDP where the VXI-11 core channel is: GETPORT without credentials (sheet
 * vxi11.md, 1.2, 1.4 and 4), without the record mark that TCP would need.
 */
export function encodeGetPort(): Uint8Array {
  const call = [xid, 0, 2, portMapper, portMapperVersion, getPort];
  const noCredentials = [0, 0, 0, 0];
  const words = [...call, ...noCredentials, coreProgram, coreVersion, tcp, 0];
  const view = new DataView(new ArrayBuffer(words.length * 4));
  for (const [index, word] of words.entries()) view.setUint32(index * 4, word);
  return new Uint8Array(view.buffer);
}

/**
 * The port in the reply to {@link encodeGetPort}; `undefined` for a refusal, for port 0, which means that there is no
 * VXI-11, and for any other datagram.
 */
export function decodeGetPort(reply: Uint8Array): number | undefined {
  const view = new DataView(reply.buffer, reply.byteOffset, reply.byteLength);
  const word = (at: number): number | undefined =>
    at + 4 <= view.byteLength ? view.getUint32(at) : undefined;
  if (word(0) !== xid || word(4) !== 1 || word(8) !== 0) return undefined;
  const verifier = word(16);
  if (verifier === undefined) return undefined;
  const result = 20 + Math.ceil(verifier / 4) * 4;
  const port = word(result) === 0 ? word(result + 4) : undefined;
  return port !== undefined && port > 0 && port <= 0xffff ? port : undefined;
}
