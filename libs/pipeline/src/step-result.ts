/**
 * What a step makes of its input. A step never touches a producer, an offset or a database row of the pipeline itself:
 * it says what is to happen, and the pipeline's one result handler does it.
 */
export type StepResult<T> =
  | { readonly kind: 'ok'; readonly value: T }
  | { readonly kind: 'drop'; readonly reason: string }
  | { readonly kind: 'dead-letter'; readonly stage: string; readonly code: string; readonly message: string };

/** Go on with `value`. */
export function proceed<T>(value: T): StepResult<T> {
  return { kind: 'ok', value };
}

/** Leave it out on purpose; `reason` becomes a metric label, so it is one of few. */
export function drop(reason: string): StepResult<never> {
  return { kind: 'drop', reason };
}

/** It can never be processed: to the dead-letter topic. `message` holds no text of the input. */
export function deadLetter(stage: string, code: string, message: string): StepResult<never> {
  return { kind: 'dead-letter', stage, code, message };
}
