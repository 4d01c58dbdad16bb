import { z } from 'zod';

/** A text of one line that a person wrote: trimmed, well-formed, without control characters. */
export function lineOf(min: number, max: number) {
  return (
    z
      .string()
      .trim()
      .min(min)
      .max(max)
      .refine((text) => text.isWellFormed(), 'holds a lone surrogate')
      // eslint-disable-next-line no-control-regex -- control characters are what is refused
      .regex(/^[^\u0000-\u001f\u007f-\u009f\u2028\u2029]*$/u, 'one line')
  );
}
