interface FingerprintModel {
  readonly tenant: string;
  readonly id: string;
  readonly version: string;
}

/** The grouping key of an attack finding: tenant, model, detector family and attack family. */
export function attackFingerprint(model: FingerprintModel, family: string): string {
  return fingerprint(model, 'attack', family);
}

/** The grouping key of campaigns: those of one attack family are one thing to do, whichever models were attacked. */
export function campaignFingerprint(tenant: string, family: string): string {
  return ['campaign', tenant, family].map(encodeURIComponent).join('/');
}

/** The grouping key of a drift finding: tenant, model, detector family and the feature that drifted first. */
export function driftFingerprint(model: FingerprintModel, cause: string): string {
  return fingerprint(model, 'drift', cause);
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
