import { type Masker, findByPattern } from '../masker.js';

const compactForm =
  /(?<![A-Za-z0-9_-])eyJ[A-Za-z0-9_-]{8,4000}\.(?:eyJ[A-Za-z0-9_-]{2,8000}|[A-Za-z0-9_-]{20,8000})(?:\.[A-Za-z0-9_-]{0,4000}){0,3}/g;

/** JSON web tokens, signed, encrypted or cut off behind the payload: the header must be JSON with an algorithm. */
export const jwt: Masker = {
  type: 'jwt',
  mayHold: (text) => text.includes('eyJ'),
  find: (text) => findByPattern(text, compactForm, (matched) => (hasHeader(matched) ? matched : undefined)),
};

function hasHeader(token: string): boolean {
  const encoded = token.slice(0, token.indexOf('.'));
  try {
    const header: unknown = JSON.parse(Buffer.from(encoded, 'base64url').toString('utf8'));
    return typeof header === 'object' && header !== null && ('alg' in header || 'typ' in header);
  } catch {
    return false;
  }
}
