import { readFileSync } from 'node:fs';
import { AppError } from '#kernel';

/** Where a secret stands: a variable of the environment, or a file of its own. */
export interface SecretRef {
  readonly env?: string | undefined;
  readonly file?: string | undefined;
}

/** The secret, read anew each time: it rotates without a restart. Throws an AppError that names the place, never the value. */
export function readSecret(
  { env, file }: SecretRef,
  environment: Readonly<Record<string, string | undefined>>,
): string {
  const value = env !== undefined ? environment[env] : textOf(file ?? '');
  if (value !== undefined && value !== '') return value;
  throw new AppError('alerting.no-secret', `There is no secret in ${env ?? file}`, false);
}

function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    return undefined;
  }
}
