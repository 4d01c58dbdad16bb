const blobs = /[A-Za-z0-9+/_-]{24,}={0,2}/g;
const maxBlobs = 5;
const maxDecodedCharacters = 65_536;
const minPrintableShare = 0.9;

/** A stretch of text that decodes to something readable. */
export interface DecodedBlob {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** Base64 and base64url stretches (24 characters or more) that hold readable UTF-8; the first five, 64 K characters. */
export function decodeBase64(text: string): readonly DecodedBlob[] {
  const decoded: DecodedBlob[] = [];
  let budget = maxDecodedCharacters;
  for (const { 0: blob, index } of text.matchAll(blobs)) {
    if (decoded.length === maxBlobs || budget <= 0) break;
    const readable = decodeReadable(blob.slice(0, Math.floor(budget / 3) * 4));
    if (readable === undefined) continue;
    budget -= readable.length;
    decoded.push({ text: readable, start: index, end: index + blob.length });
  }
  return decoded;
}

function decodeReadable(blob: string): string | undefined {
  // Words and paths of 24 letters are common and decode to noise; the first bytes tell.
  if (!isReadable(Buffer.from(blob.slice(0, 24), 'base64').toString('utf8').slice(0, -1))) return undefined;
  const text = Buffer.from(blob, 'base64').toString('utf8');
  return isReadable(text) ? text : undefined;
}

function isReadable(text: string): boolean {
  let printable = 0;
  let characters = 0;
  for (const character of text) {
    characters++;
    if (/[\p{L}\p{N}\p{P}\p{Zs}\p{M}\n\r\t$+<=>^`|~]/u.test(character)) printable++;
  }
  return characters > 0 && printable / characters >= minPrintableShare;
}
