import type { paths } from './schema.js';
import { type Ok, bodyOf, client, mustBeDone } from './client.js';

export type PersonPage = Ok<'/v1/people'>;
export type Person = PersonPage['items'][number];
export type TokenPage = Ok<'/v1/tokens'>;
export type Token = TokenPage['items'][number];
export type NewToken = paths['/v1/tokens']['post']['responses'][201]['content']['application/json'];
export type LinkedAccount = Ok<'/v1/linked-accounts'>['items'][number];
export type AuditPage = Ok<'/v1/audit'>;
export type AuditEntry = AuditPage['items'][number];
type PersonChange = paths['/v1/people/{id}']['patch']['requestBody']['content']['application/json'];
type TokenRequest = paths['/v1/tokens']['post']['requestBody']['content']['application/json'];

export async function fetchPeople(cursor: string | undefined): Promise<PersonPage> {
  return bodyOf<PersonPage>(await client.GET('/v1/people', { params: { query: pageQuery(cursor) } }));
}

/** Changes a person as they stand now: who reads them first sees what others changed meanwhile. */
export async function changePerson(shown: Person, change: PersonChange): Promise<Person> {
  const path = { id: shown.id };
  const read = await client.GET('/v1/people/{id}', { params: { path } });
  const now = bodyOf<Person>(read);
  if (now.role !== shown.role || now.tenant !== shown.tenant || now.disabled !== shown.disabled)
    throw new Error('Somebody changed this person since they were shown');
  const header = { 'If-Match': read.response.headers.get('etag') ?? '' };
  return bodyOf<Person>(await client.PATCH('/v1/people/{id}', { params: { path, header }, body: change }));
}

export async function fetchTokens(cursor: string | undefined): Promise<TokenPage> {
  return bodyOf<TokenPage>(await client.GET('/v1/tokens', { params: { query: pageQuery(cursor) } }));
}

/** The new token: the only answer that its text stands in. */
export async function createToken(body: TokenRequest): Promise<NewToken> {
  return bodyOf<NewToken>(await client.POST('/v1/tokens', { body }));
}

export async function revokeToken(id: string): Promise<void> {
  mustBeDone(await client.DELETE('/v1/tokens/{id}', { params: { path: { id } } }));
}

export async function fetchAccounts(): Promise<readonly LinkedAccount[]> {
  return bodyOf(await client.GET('/v1/linked-accounts')).items;
}

export async function linkAccount(body: LinkedAccount): Promise<LinkedAccount> {
  return bodyOf<LinkedAccount>(await client.POST('/v1/linked-accounts', { body }));
}

export async function unlinkAccount({ provider, externalId }: LinkedAccount): Promise<void> {
  mustBeDone(await client.POST('/v1/linked-accounts/unlink', { body: { provider, externalId } }));
}

/** What the audit log is narrowed to; an empty text narrows nothing. */
export interface AuditFilters {
  readonly who: string;
  readonly action: string;
}

export async function fetchAudit(
  { who, action }: AuditFilters,
  cursor: string | undefined,
): Promise<AuditPage> {
  const query = { ...pageQuery(cursor), ...(who !== '' && { who }), ...(action !== '' && { action }) };
  return bodyOf<AuditPage>(await client.GET('/v1/audit', { params: { query } }));
}

function pageQuery(cursor: string | undefined) {
  return { limit: 100, ...(cursor !== undefined && { cursor }) };
}
