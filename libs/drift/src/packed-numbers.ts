/** Numbers as base64 of their bytes, little-endian: exact, and a third as long as their digits. */
export function packNumbers(values: Float32Array): string {
  return Buffer.from(values.buffer, values.byteOffset, values.byteLength).toString('base64');
}

/** The numbers that `packNumbers` packed. */
export function unpackNumbers(text: string): Float32Array {
  const bytes = Uint8Array.from(Buffer.from(text, 'base64'));
  return new Float32Array(bytes.buffer);
}
