import { isPlaceholder, isTemplate } from '../is-placeholder.js';
import { type FoundEntity, type Masker, matchesOf } from '../masker.js';

/** `scheme://user:password@host`; the last at sign before the host ends the password, which may hold one itself. */
const withPassword = /\b[a-z][a-z\d+.-]{1,20}:\/\/([^\s:@/"'<>]{0,80}):([^\s/"'<>]{1,120})@[\p{L}\p{N}[]/giu;
/** npm's way: `//host/:_authToken=…`. */
const npmToken =
  /\/\/[a-z\d.-]{3,80}\/[a-z\d./-]{0,80}:_(?:authToken|auth|password)\s?=\s?([\w=+/-]{8,200})/gi;
const basicHeader =
  /\b(?:basic|bearer) (?=[A-Za-z+/_.~-]{0,200}\d)([A-Za-z\d+/_.~-]{16,2000}={0,2})(?![A-Za-z\d])/gi;

/** Passwords in URLs, tokens in package registry settings, and what stands in Authorization headers. */
export const urlCredential: Masker = {
  type: 'url-credential',
  mayHold: (text) => /:\/\/|:_auth|:_pass|basic |bearer /i.test(text),
  find: findCredentials,
};

function* findCredentials(text: string): Generator<FoundEntity> {
  for (const match of matchesOf(text, withPassword)) {
    const [whole, user = '', password = ''] = match;
    if (isTemplate(password) || isTemplate(user)) continue;
    const end = match.index + whole.lastIndexOf('@');
    const start = match.index + whole.indexOf('://') + 3;
    yield { start, end, normalised: text.slice(start, end) };
  }
  for (const pattern of [npmToken, basicHeader]) {
    for (const match of matchesOf(text, pattern)) {
      const value = match[1] ?? '';
      const end = match.index + match[0].length;
      if (!isPlaceholder(value) && /\d/.test(value))
        yield { start: end - value.length, end, normalised: value };
    }
  }
}
