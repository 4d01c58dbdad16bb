/**
 * A fault with a stable code. `retriable` true: try again later; false: never will succeed as it is.
 * Anything thrown that is not an AppError is unknown and ends the process, which restarts clean.
 */
export class AppError extends Error {
  constructor(
    readonly code: string,
    message: string,
    readonly retriable: boolean,
    cause?: unknown,
  ) {
    super(message, { cause });
    this.name = 'AppError';
  }
}

/** The error's class name and message on one line, without control characters, at most 500 characters. */
export function describeError(error: unknown): string {
  const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  // eslint-disable-next-line no-control-regex -- control characters are what is taken out
  return text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, ' ').slice(0, 500);
}
