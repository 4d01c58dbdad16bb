import { readFileSync } from 'node:fs';
import { AppError } from '#kernel';
import type { ApiConfig } from '../config.js';

export const inboundSecretsToken = Symbol('inbound secrets');

/** Secrets of providers that sign what they send; none: whatever comes is refused. */
export interface InboundSecrets {
  slack(): readonly string[];
  pagerDuty(): readonly string[];
}

/**
 * The secrets of the environment, several with commas while they are rotated; those in files are read at each use, so
 * that they rotate without a restart.
 */
export function inboundSecrets(config: ApiConfig): InboundSecrets {
  const { SLACK_SIGNING_SECRET, SLACK_SIGNING_SECRET_FILE } = config;
  const { PAGERDUTY_WEBHOOK_SECRET, PAGERDUTY_WEBHOOK_SECRET_FILE } = config;
  return {
    slack: () => listOf(SLACK_SIGNING_SECRET?.reveal(), SLACK_SIGNING_SECRET_FILE),
    pagerDuty: () => listOf(PAGERDUTY_WEBHOOK_SECRET?.reveal(), PAGERDUTY_WEBHOOK_SECRET_FILE),
  };
}

/**
 * A file that lists nothing, as one that is just being replaced, is a fault of ours and no wrong signature: a provider
 * sends again what met a fault, and turns a subscription off whose events are refused. Throws an AppError there.
 */
function listOf(value: string | undefined, file: string | undefined): readonly string[] {
  const text = value ?? (file === undefined ? '' : textOf(file));
  const secrets = text
    .split(/[,\n]/)
    .map((secret) => secret.trim())
    .filter((secret) => secret !== '');
  if (secrets.length > 0 || file === undefined) return secrets;
  throw new AppError('api.no-inbound-secret', `There is no secret in ${file}`, false);
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
