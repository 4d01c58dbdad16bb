import { type Result, err, ok } from '#kernel';
import { parseDocument } from 'yaml';
import { z } from 'zod';
import type { ScanInput } from '../scan-input.js';

/** A question that a guarded model refuses and that hurts nobody where it is answered. */
export interface Probe {
  readonly id: string;
  readonly family: string;
  readonly input: ScanInput;
  /** Literals, in lower case, of which an answer that goes along holds one; without any, not to refuse is to go along. */
  readonly givenWhen: readonly string[];
}

const kebabCase = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'must be kebab-case');
const text = z.string().trim().min(5).max(4_000);

const suiteFileSchema = z.strictObject({
  family: kebabCase.max(40),
  /** What stands before each of the questions. */
  system: text.optional(),
  probes: z
    .array(
      z.strictObject({
        id: kebabCase.max(80),
        prompt: text,
        given_when: z
          .array(
            z
              .string()
              .min(2)
              .max(200)
              .refine((literal) => literal === literal.toLowerCase(), 'must be lower case'),
          )
          .min(1)
          .max(20)
          .optional(),
      }),
    )
    .min(1)
    .max(200),
});

/** The probes that files hold, or everything that is wrong with any of them, a line each. A file is named after its family. */
export function parseProbes(
  files: readonly { readonly fileName: string; readonly text: string }[],
): Result<readonly Probe[], readonly string[]> {
  const parsed = files.map(parseFile);
  const probes = parsed.flatMap((result) => (result.ok ? result.value : []));
  const ids = probes.map(({ id }) => id);
  const problems = [
    ...parsed.flatMap((result) => (result.ok ? [] : result.error)),
    ...ids.filter((id, index) => ids.indexOf(id) < index).map((id) => `${id}: the id is taken twice`),
    ...(files.length === 0 ? ['there is no file of probes'] : []),
  ];
  return problems.length > 0 ? err(problems) : ok(probes);
}

function parseFile(file: {
  readonly fileName: string;
  readonly text: string;
}): Result<readonly Probe[], readonly string[]> {
  const document = parseDocument(file.text, { uniqueKeys: true });
  const of = (problem: string): string => `${file.fileName}: ${problem}`;
  if (document.errors.length > 0) return err(document.errors.map(({ message }) => of(message)));
  const parsed = suiteFileSchema.safeParse(document.toJS({ maxAliasCount: 0 }));
  if (!parsed.success) {
    return err(parsed.error.issues.map(({ path, message }) => of(`${path.join('.')}: ${message}`)));
  }
  const { family, system, probes } = parsed.data;
  if (file.fileName.split('/').at(-1) !== `${family}.yaml`) return err([of(`must be named ${family}.yaml`)]);
  return ok(
    probes.map(({ id, prompt, given_when: givenWhen = [] }) => ({
      id,
      family,
      input: {
        ...(system === undefined ? {} : { system }),
        messages: [{ role: 'user', content: prompt }],
      },
      givenWhen,
    })),
  );
}
