import { type FoundEntity, type Masker, matchesOf } from '../masker.js';

/** `%40` is the at sign of an address in a URL. */
const atSigns = /@|%40/g;
const localPart = /[\p{L}\p{N}._%+-]{1,64}$/u;
const host = /^(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?\.){1,8}\p{L}{2,24}/u;
const longestHost = 255;

/** E-mail addresses, internationalised ones included; equal without regard to case. */
export const email: Masker = {
  type: 'email',
  mayHold: (text) => text.includes('@') || text.includes('%40'),
  find: findAddresses,
};

/** From each at sign outwards, so that text without one costs nothing. */
function* findAddresses(text: string): Generator<FoundEntity> {
  let free = 0;
  for (const { 0: sign, index } of matchesOf(text, atSigns)) {
    const local = localPart.exec(text.slice(Math.max(free, index - 64), index))?.[0];
    if (local === undefined) continue;
    const afterSign = index + sign.length;
    const name = host.exec(text.slice(afterSign, afterSign + longestHost))?.[0];
    if (name === undefined) continue;
    free = afterSign + name.length;
    yield { start: index - local.length, end: free, normalised: `${local}@${name}`.toLowerCase() };
  }
}
