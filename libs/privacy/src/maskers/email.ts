import { type Masker, findByPattern } from '../masker.js';

/** `%40` is the at sign of an address in a URL. */
const address =
  /[\p{L}\p{N}._%+-]{1,64}(?:@|%40)(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?\.){1,8}\p{L}{2,24}/gu;

/** E-mail addresses, internationalised ones included; equal without regard to case. */
export const email: Masker = {
  type: 'email',
  mayHold: (text) => text.includes('@') || text.includes('%40'),
  find: (text) => findByPattern(text, address, (matched) => matched.toLowerCase().replace('%40', '@')),
};
