import ipaddr from 'ipaddr.js';
import { type Masker, type Place, findByPattern, textBefore } from '../masker.js';

const candidate =
  /(?=[\da-f])(?<![\p{L}\p{N}.:])(?:\d{1,3}(?:\.\d{1,3}){3}|[\da-f]{1,4}(?::{1,2}[\da-f]{1,4}){2,7}|[\da-f]{4}::[\da-f]{1,4})(?![\p{L}\p{N}:]|\.\d)/giu;
const versionBefore = /\b(?:v|ver|version|release|build|firmware|section|clause)[. :]{0,3}$/i;
/** Addresses of every machine and of none: they tell nothing about anybody. */
const ofNobody = new Set(['loopback', 'unspecified', 'broadcast']);

/** IPv4 and IPv6 addresses, but for loopback, masks and the like; four numbers after "version" are no address. */
export const ipAddress: Masker = {
  type: 'ip-address',
  mayHold: (text) => /\d\.\d{1,3}\.\d|[\da-f]:[\da-f]{0,4}:[\da-f]/i.test(text),
  find: (text) => findByPattern(text, candidate, normalise),
};

function normalise(matched: string, place: Place): string | undefined {
  if (!/\d/.test(matched) || !ipaddr.isValid(matched)) return undefined;
  const address = ipaddr.parse(matched);
  if (ofNobody.has(address.range()) || /^255\.|^0\./.test(matched)) return undefined;
  return versionBefore.test(textBefore(place)) ? undefined : address.toString();
}
