import { type Model, type Ok, bodyOf, client } from './client.js';
import type { paths } from './schema.js';

export type Baseline = Ok<'/v1/models/{key}/baseline'>;
export type BaseComparison = Ok<'/v1/models/{key}/base'>;
export type Exemplars = Ok<'/v1/models/{key}/exemplars'>;
export type Threshold = Ok<'/v1/models/{key}/threshold'>;
export type ThresholdReplay =
  paths['/v1/models/{key}/threshold/replay']['post']['responses'][200]['content']['application/json'];
export type ModelProbes = Ok<'/v1/models/{key}/probes'>;

export async function fetchBaseline(key: number): Promise<Baseline> {
  return bodyOf<Baseline>(await client.GET('/v1/models/{key}/baseline', { params: { path: { key } } }));
}

/** What is typical of a model now and was at its baseline; `hours` is how far back "now" goes. */
export async function fetchExemplars(key: number, hours: number): Promise<Exemplars> {
  const params = { path: { key }, query: { hours } };
  return bodyOf<Exemplars>(await client.GET('/v1/models/{key}/exemplars', { params }));
}

export async function fetchBaseComparison(key: number): Promise<BaseComparison> {
  return bodyOf<BaseComparison>(await client.GET('/v1/models/{key}/base', { params: { path: { key } } }));
}

/** How much text is kept from now on of a model, or of one version of it. */
export async function retainText(
  key: number,
  order: { readonly retain: Model['retain']; readonly onlyThisVersion: boolean },
): Promise<void> {
  bodyOf(await client.PUT('/v1/models/{key}/retain', { params: { path: { key } }, body: order }));
}

export async function fetchThreshold(key: number): Promise<Threshold> {
  return bodyOf<Threshold>(await client.GET('/v1/models/{key}/threshold', { params: { path: { key } } }));
}

/** What a threshold would have changed of the last seven days; null: the shipped one. */
export async function replayThreshold(key: number, threshold: number | null): Promise<ThresholdReplay> {
  const params = { path: { key } };
  return bodyOf<ThresholdReplay>(
    await client.POST('/v1/models/{key}/threshold/replay', { params, body: { threshold } }),
  );
}

/** Sets a threshold as it was replayed. */
export async function setThreshold(
  key: number,
  order: { readonly replayId: string; readonly reason: string },
): Promise<void> {
  bodyOf(await client.PUT('/v1/models/{key}/threshold', { params: { path: { key } }, body: order }));
}

/** What came of the probes that were put to a model and to its base. */
export async function fetchProbes(key: number): Promise<ModelProbes> {
  return bodyOf<ModelProbes>(await client.GET('/v1/models/{key}/probes', { params: { path: { key } } }));
}
