import { lookup } from 'node:dns/promises';
import { type Result, err, ok } from '#kernel';
import ipaddr from 'ipaddr.js';

/** An address to connect to, and the name to ask for there. */
export interface PinnedAddress {
  readonly address: string;
  readonly family: 4 | 6;
}

export type ResolveHost = (host: string) => Promise<readonly PinnedAddress[]>;

/**
 * The public address that a host stands for, to be connected to as it is: a name that is asked twice may answer twice.
 * An error says why not. Literals are checked like names: a resolver is not asked for them. Hosts of `privateHosts` may
 * be anywhere.
 */
export async function publicAddress(
  host: string,
  privateHosts: readonly string[],
  resolve: ResolveHost = resolveHost,
): Promise<Result<PinnedAddress, string>> {
  const literal = host.replace(/^\[|\]$/g, '');
  let addresses: readonly PinnedAddress[];
  try {
    addresses = ipaddr.isValid(literal) ? [pinned(literal)] : await resolve(host);
  } catch {
    return err('the host has no address');
  }
  const [first] = addresses;
  if (first === undefined) return err('the host has no address');
  if (privateHosts.includes(host.toLowerCase())) return ok(first);
  const isPublic = addresses.every(({ address }) => ipaddr.process(address).range() === 'unicast');
  return isPublic ? ok(first) : err('the host is no public address');
}

function pinned(address: string): PinnedAddress {
  return { address, family: ipaddr.parse(address).kind() === 'ipv6' ? 6 : 4 };
}

async function resolveHost(host: string): Promise<readonly PinnedAddress[]> {
  const found = await lookup(host, { all: true, verbatim: true });
  return found.map(({ address, family }) => ({ address, family: family === 6 ? 6 : 4 }));
}
