import { z } from 'zod';

/** What people write, trimmed: storable in Postgres, one line. */
export function lineOfText(shortest: number, longest: number) {
  return (
    z
      .string()
      .trim()
      .min(shortest)
      .max(longest)
      .refine((text) => text.isWellFormed(), 'holds a lone surrogate')
      // eslint-disable-next-line no-control-regex -- control characters are what is refused
      .regex(/^[^\u0000-\u001f\u007f-\u009f\u2028\u2029]*$/u, 'one line')
  );
}

/** What people write, trimmed: storable in Postgres, of several lines where they want. */
export function blockOfText(shortest: number, longest: number) {
  return (
    z
      .string()
      .trim()
      .min(shortest)
      .max(longest)
      .refine((text) => text.isWellFormed(), 'holds a lone surrogate')
      // eslint-disable-next-line no-control-regex -- control characters are what is refused
      .regex(/^[^\u0000-\u0008\u000b-\u001f\u007f-\u009f]*$/u, 'text')
  );
}
