import { type Ok, bodyOf, client } from './client.js';
import type { paths } from './schema.js';

export type Receiver = Ok<'/v1/receivers'>['items'][number];
export type ReceiverTest = Ok<'/v1/receiver-tests/{id}'>;
export type Tenant = Ok<'/v1/tenants'>['items'][number];
export type Retention = Ok<'/v1/retention'>;
export type Hold = Ok<'/v1/holds'>['items'][number];

export async function fetchReceivers(): Promise<readonly Receiver[]> {
  return bodyOf(await client.GET('/v1/receivers')).items;
}

type Requested = paths['/v1/receivers/{name}/test']['post']['responses'][202]['content']['application/json'];

/** Has a message that says it is a test sent by each channel of a receiver. */
export async function testReceiver(name: string): Promise<Requested> {
  return bodyOf<Requested>(await client.POST('/v1/receivers/{name}/test', { params: { path: { name } } }));
}

export async function fetchReceiverTest(id: string): Promise<ReceiverTest> {
  return bodyOf<ReceiverTest>(await client.GET('/v1/receiver-tests/{id}', { params: { path: { id } } }));
}

export async function fetchTenants(): Promise<readonly Tenant[]> {
  return bodyOf(await client.GET('/v1/tenants')).items;
}

export async function fetchRetention(): Promise<Retention> {
  return bodyOf<Retention>(await client.GET('/v1/retention'));
}

export async function fetchHolds(): Promise<readonly Hold[]> {
  return bodyOf(await client.GET('/v1/holds')).items;
}

/** Keeps all that is stored of an incident from retention and erasure. */
export async function holdIncident(id: string, reason: string): Promise<void> {
  bodyOf(await client.POST('/v1/incidents/{id}/hold', { params: { path: { id } }, body: { reason } }));
}

export async function releaseHold(id: string, reason: string): Promise<void> {
  bodyOf(
    await client.POST('/v1/incidents/{id}/release-hold', { params: { path: { id } }, body: { reason } }),
  );
}
