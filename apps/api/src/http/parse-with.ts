import type { PipeTransform } from '@nestjs/common';
import { type z } from 'zod';
import { ProblemException } from './problem.js';

/** A pipe that gives what `schema` makes of a query or of parameters, or ends the request with 400 (404 for an id). */
export function parseWith<Schema extends z.ZodType>(
  schema: Schema,
  status: 400 | 404 = 400,
): PipeTransform<unknown, z.infer<Schema>> {
  return {
    transform: (value) => {
      const parsed = schema.safeParse(value);
      if (parsed.success) return parsed.data;
      // Messages of ours say what to do; zod's own may quote what came in.
      const issues = parsed.error.issues.map(
        ({ path, code, message }) => `${path.join('.')}: ${code === 'custom' ? message : code}`,
      );
      throw new ProblemException(
        status,
        status === 404 ? 'There is nothing with this id' : issues.join('; '),
      );
    },
  };
}
