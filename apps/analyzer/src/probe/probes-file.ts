import { readFile } from 'node:fs/promises';
import { readYamlFiles, shippedDirectory } from '#config';
import { type Probe, parseProbes } from '#detection';
import { AppError, type Result, err, ok } from '#kernel';
import type { ChatService } from '#outbound';
import { parseDocument } from 'yaml';
import { z } from 'zod';

/** A model that is asked, and where its token stands: in a variable or in a file, as secrets of a ROUTING_FILE do. */
export type Endpoint = Omit<ChatService, 'token'> & {
  readonly token?: { readonly env?: string | undefined; readonly file?: string | undefined } | undefined;
};

/** A version of a tuned model that is held against its base. */
export interface ProbedModel {
  readonly tenant: string;
  readonly model: string;
  readonly version: string;
  readonly tuned: Endpoint;
  readonly base: Endpoint;
  readonly everyMs: number;
  /** How often each probe is put to each side. */
  readonly repeat: number;
}

/** With three more attempts and the waits between them an answer comes within the lease of a round. */
const longestTimeoutMs = 90_000;

const unitMs: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000 };

const everySchema = z
  .string()
  .regex(/^[1-9]\d{0,3}[mhd]$/, 'want a number and m, h or d, e.g. 24h')
  .transform((text) => Number(text.slice(0, -1)) * (unitMs[text.slice(-1)] ?? 0));

const tokenSchema = z
  .strictObject({ env: z.string().min(1).optional(), file: z.string().min(1).optional() })
  .refine(
    ({ env, file }) => (env === undefined) !== (file === undefined),
    'wants either env or file: the name of a variable, or the path of a file, that holds the token',
  );

const endpointSchema = z
  .strictObject({
    url: z.url({ protocol: /^https?$/ }),
    model: z.string().min(1).max(200),
    token: tokenSchema.optional(),
    timeout_ms: z.number().int().min(100).max(longestTimeoutMs).default(60_000),
  })
  .transform(({ timeout_ms: timeoutMs, ...endpoint }) => ({ ...endpoint, timeoutMs }));

const name = z.string().min(1).max(200);

const fileSchema = z.strictObject({
  models: z
    .array(
      z.strictObject({
        tenant: name.default('default'),
        model: name,
        version: name,
        tuned: endpointSchema,
        base: endpointSchema,
        every: everySchema.default(unitMs['d']!),
        repeat: z
          .number()
          .int()
          .min(1)
          .max(15)
          .refine((times) => times % 2 === 1, 'must be odd: most answers decide')
          .default(3),
      }),
    )
    .max(1_000)
    .refine(
      (models) =>
        new Set(models.map(({ tenant, model, version }) => JSON.stringify([tenant, model, version]))).size ===
        models.length,
      'names a version twice',
    ),
});

/** The models that a file names, or everything that is wrong with it, a line each. */
export function parseProbesFile(text: string): Result<readonly ProbedModel[], readonly string[]> {
  const document = parseDocument(text, { uniqueKeys: true });
  if (document.errors.length > 0) return err(document.errors.map(({ message }) => message));
  const parsed = fileSchema.safeParse(document.toJS({ maxAliasCount: 0 }));
  if (!parsed.success) {
    return err(parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`));
  }
  return ok(parsed.data.models.map(({ every: everyMs, ...model }) => ({ ...model, everyMs })));
}

/** The models of PROBES_FILE; none without it. Throws an AppError that says everything that is wrong. */
export async function loadProbesFile(path: string | undefined): Promise<readonly ProbedModel[]> {
  if (path === undefined) return [];
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new AppError('analyzer.no-probes-file', `PROBES_FILE ${path} cannot be read`, false, cause);
  });
  const parsed = parseProbesFile(text);
  if (parsed.ok) return parsed.value;
  throw new AppError('analyzer.bad-probes-file', `PROBES_FILE ${path}: ${parsed.error.join('; ')}`, false);
}

/** The probes that come with Tunewarden. */
export async function loadShippedProbes(): Promise<readonly Probe[]> {
  const parsed = parseProbes(await readYamlFiles(shippedDirectory('libs/detection/probes')));
  if (!parsed.ok) throw new AppError('analyzer.bad-probes', parsed.error.join('; '), false);
  return parsed.value;
}

/** The service behind an endpoint, its token read anew each time; undefined where it cannot be read. */
export async function openEndpoint(
  { token: place, ...service }: Endpoint,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<ChatService | undefined> {
  if (place === undefined) return service;
  const token = place.env === undefined ? await readToken(place.file ?? '') : environment[place.env];
  return token === undefined || token === '' ? undefined : { ...service, token };
}

async function readToken(file: string): Promise<string | undefined> {
  const text = await readFile(file, 'utf8').catch(() => undefined);
  return text?.trim();
}
