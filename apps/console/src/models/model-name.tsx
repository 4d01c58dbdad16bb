import { LogText } from '../evidence/log-text.js';

/** The name and version of a model; what concerns no one model says so. */
export function ModelName({
  model,
}: {
  readonly model: { readonly id: string; readonly version: string } | null;
}) {
  return model === null ? <>ingest</> : <LogText text={`${model.id} ${model.version}`} />;
}
