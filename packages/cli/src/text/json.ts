/** A value as indented JSON: bytes in base64, columns of a table as arrays. */
export function formatJson(value: unknown): string {
  return `${JSON.stringify(value, portable, 2)}\n`;
}

function portable(_key: string, value: unknown): unknown {
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  if (value instanceof Float64Array) return [...value];
  return value;
}
