import { AppError } from '#kernel';
import { QueryFailedError } from 'typeorm';

/**
 * SQLSTATE classes after which the same work may succeed: connection, transaction rollback, resources, locks,
 * operator intervention, system error. https://www.postgresql.org/docs/18/errcodes-appendix.html
 */
const passingClasses = new Set(['08', '25', '40', '53', '55', '57', '58']);

/** What went wrong as an AppError: retriable where the server or the moment is to blame, not where the statement is. */
export function databaseError(cause: unknown): AppError {
  if (cause instanceof AppError) return cause;
  if (!isFromPostgres(cause))
    return cause instanceof Error && isCodeFault(cause) ? rethrow(cause) : passing(cause);
  const state = sqlStateOf(cause);
  if (state === undefined || passingClasses.has(state.slice(0, 2))) return passing(cause);
  // The driver's message may quote the values of a row.
  return new AppError('database.refused', `Postgres refused a statement (SQLSTATE ${state})`, false, cause);
}

function passing(cause: unknown): AppError {
  return new AppError('database.unavailable', 'Postgres did not finish a statement', true, cause);
}

function isFromPostgres(cause: unknown): cause is QueryFailedError {
  return cause instanceof QueryFailedError;
}

/** A mistake in our own code inside a transaction is no fault of the database. */
function isCodeFault(error: Error): boolean {
  return error instanceof TypeError || error instanceof RangeError || error instanceof ReferenceError;
}

function rethrow(error: Error): never {
  throw error;
}

function sqlStateOf(error: QueryFailedError): string | undefined {
  const { code } = error.driverError as { readonly code?: unknown };
  return typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code) ? code : undefined;
}
