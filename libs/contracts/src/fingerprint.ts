interface FingerprintModel {
  readonly tenant: string;
  readonly id: string;
  readonly version: string;
}

/** The grouping key of an attack finding: tenant, model, detector family and attack family. */
export function attackFingerprint(model: FingerprintModel, family: string): string {
  return fingerprint(model, 'attack', family);
}

/** The grouping key of a drift finding: tenant, model, detector family and the drifted feature. */
export function driftFingerprint(model: FingerprintModel, feature: string): string {
  return fingerprint(model, 'drift', feature);
}

/** The grouping key of a coverage finding about one model. */
export function modelCoverageFingerprint(model: FingerprintModel, cause: string): string {
  return fingerprint(model, 'coverage', cause);
}

/** The grouping key of a coverage finding: what is wrong with which source topic. */
export function coverageFingerprint(topic: string, cause: string): string {
  return ['coverage', topic, cause].map(encodeURIComponent).join('/');
}

/** Parts are percent-encoded, so that an id holding a separator cannot pose as another model's. */
function fingerprint(model: FingerprintModel, ...kind: readonly string[]): string {
  return [model.tenant, model.id, model.version, ...kind].map(encodeURIComponent).join('/');
}
