import { readFileSync } from 'node:fs';
import { AppError } from '#kernel';

/** Where a secret stands: a variable of the environment, or a file of its own. */
export interface SecretRef {
  readonly env?: string | undefined;
  readonly file?: string | undefined;
}

/** Variables of the environment, by name. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** The secret, read anew each time: it rotates without a restart. Throws an AppError that names the place, never the value. */
export function readSecret(ref: SecretRef, environment: Environment): string {
  const value = textOf(ref, environment);
  if (value !== undefined && value !== '') return value;
  throw new AppError('alerting.no-secret', `There is no secret in ${ref.env ?? ref.file}`, false);
}

/** Every secret that a place lists, with commas or on lines, the one in use first; none where there is none. */
export function listSecrets(ref: SecretRef, environment: Environment): readonly string[] {
  return (textOf(ref, environment) ?? '').split(/[,\s]+/).filter((secret) => secret !== '');
}

function textOf({ env, file }: SecretRef, environment: Environment): string | undefined {
  if (env !== undefined) return environment[env];
  try {
    return readFileSync(file ?? '', 'utf8').trim();
  } catch {
    return undefined;
  }
}
