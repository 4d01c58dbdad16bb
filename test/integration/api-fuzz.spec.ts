import { randomBytes } from 'node:crypto';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import formatsPlugin from 'ajv-formats';
import { beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type FuzzRequest, type Operation, requestsTo } from '../support/fuzz-request.js';
import { openSession } from '../support/open-session.js';
import { type Pipeline, createPipeline } from '../support/run-pipeline.js';
import { seedTenant } from '../support/two-tenants.js';

const seed = Number(process.env['TUNEWARDEN_SEED'] ?? 20_261_126);
/** Requests to each operation, unless time runs out. */
const rounds = 60;
const longestMs = 45_000;
const fewestRounds = 5;

interface Description {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}

describe(`the API under requests that its own description suggests (seed ${seed})`, () => {
  let pipeline: Pipeline;
  let url: string;
  let description: Description;
  let ids: string[];

  beforeAll(async () => {
    const many = '1000000';
    pipeline = await createPipeline({
      VAULT_KEY: randomBytes(32).toString('hex'),
      RATE_LIMIT_PER_MINUTE: many,
      LOGIN_RATE_LIMIT_PER_MINUTE: many,
    });
    url = (await pipeline.start('api')).url;
    ids = [
      ...Object.values(await seedTenant(pipeline.database, 'acme')),
      ...Object.values(await seedTenant(pipeline.database, 'globex')),
      'INC-1',
    ];
    description = (await (await fetch(`${url}/openapi.json`)).json()) as Description;
  }, 60_000);

  it('answers each with a documented status and shape, and never with a fault of its own', async () => {
    const check = responseChecker(description);
    const operations = Object.entries(description.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
    );
    const planned = operations.map(({ path, operation }) =>
      fc.sample(requestsTo(path, operation, ids), { numRuns: rounds, seed }),
    );
    const wrong: object[] = [];
    const deadline = performance.now() + longestMs;
    let round = 0;
    for (; round < rounds && performance.now() < deadline; round += 1) {
      const headers = await loginOf(round);
      for (const [index, { path, method, operation }] of operations.entries()) {
        const request = planned[index]![round]!;
        const complaint = check({ path, method, operation }, await send(method, request, headers));
        if (complaint !== undefined) wrong.push({ method, path, request, complaint });
      }
    }
    expect(wrong.slice(0, 10)).toEqual([]);
    expect(round).toBeGreaterThanOrEqual(fewestRounds);
  }, 90_000);

  /** Everything is asked by everybody; most of it by those who may. */
  async function loginOf(round: number): Promise<Record<string, string>> {
    const token = { authorization: `Bearer ${pipeline.apiToken}` };
    const roles = ['admin', 'viewer', 'lead'] as const;
    if (round % 3 !== 0) return token;
    if (round % 12 === 0) return {};
    const role = roles[round % roles.length] ?? 'admin';
    const tenant = round % 2 === 0 ? 'acme' : null;
    return openSession(pipeline.database, { role, tenant, origin: url });
  }

  async function send(method: string, request: FuzzRequest, headers: Record<string, string>) {
    const answer = await fetch(url + request.path, {
      method: method.toUpperCase(),
      headers: { ...request.headers, ...headers },
      ...(request.body !== undefined && { body: request.body }),
      redirect: 'manual',
      signal: AbortSignal.timeout(20_000),
    });
    const type = answer.headers.get('content-type')?.split(';')[0] ?? '';
    if (type !== 'text/event-stream') return { status: answer.status, type, text: await answer.text() };
    await answer.body?.cancel();
    return { status: answer.status, type, text: '' };
  }
});

interface Answer {
  readonly status: number;
  readonly type: string;
  readonly text: string;
}

/** A check that says what is wrong with an answer to an operation; undefined where nothing is. */
function responseChecker(description: Description) {
  const ajv = new Ajv2020({ strict: false, allErrors: false });
  formatsPlugin.default(ajv);
  ajv.addSchema(description, 'api');
  const compiled = new Map<string, ValidateFunction>();
  return (
    { path, method, operation }: { path: string; method: string; operation: Operation },
    { status, type, text }: Answer,
  ): string | undefined => {
    if (status >= 500) return `fault ${status}: ${text}`;
    const documented = operation.responses[String(status)] as { $ref?: string; content?: object } | undefined;
    if (documented === undefined) return `${status} is not documented: ${text.slice(0, 200)}`;
    const isProblem = documented.$ref !== undefined;
    const own = `#/paths/${path.replaceAll('/', '~1')}/${method}/responses/${status}`;
    const place = isProblem ? documented.$ref! : own;
    const media = isProblem ? 'application/problem+json' : Object.keys(documented.content ?? {})[0];
    if (media === undefined)
      return text === '' || status === 303 ? undefined : `${status} has a body: ${text.slice(0, 200)}`;
    if (media === 'text/event-stream') return type === media ? undefined : `${status} is ${type}`;
    if (media === 'text/html' || media === 'text/csv')
      return type === media ? undefined : `${status} is ${type}`;
    if (type !== media) return `${status} is ${type}, not ${media}`;
    const schema = encodeURI(`${place}/content/${media.replaceAll('/', '~1')}/schema`);
    const validate = compiled.get(schema) ?? ajv.compile({ $ref: `api${schema}` });
    compiled.set(schema, validate);
    return validate(JSON.parse(text))
      ? undefined
      : `${status} has another shape: ${ajv.errorsText(validate.errors)}`;
  };
}
