import { inspect } from 'node:util';
import { z } from 'zod';

/** A value that cannot be printed, logged or serialised by accident; only `reveal()` gives it. */
export class Secret {
  readonly #value: string;

  constructor(value: string) {
    this.#value = value;
  }

  /** The value itself: pass it straight to what needs it. */
  reveal(): string {
    return this.#value;
  }

  toString(): string {
    return '[secret]';
  }

  toJSON(): string {
    return '[secret]';
  }

  [inspect.custom](): string {
    return '[secret]';
  }
}

/** A non-empty string, parsed into a `Secret`. */
export const secretSchema = z
  .string()
  .min(1)
  .transform((value) => new Secret(value));
