import { type Ok, bodyOf, client, mustBeDone } from './client.js';

export type Session = Ok<'/v1/session'>;
export type Permission = Session['permissions'][number];

/** Who is logged in, and what they may do. */
export async function fetchSession(): Promise<Session> {
  return bodyOf<Session>(await client.GET('/v1/session'));
}

/** True where people log in by an identity provider. */
export async function fetchHasProvider(): Promise<boolean> {
  return bodyOf(await client.GET('/v1/login-methods')).oidc;
}

export async function logOut(): Promise<void> {
  mustBeDone(await client.POST('/v1/logout'));
}
