import { createConfig, lintFromString } from '@redocly/openapi-core';
import { expect, it } from '@jest/globals';
import { controllers } from '../controllers.js';
import { buildOpenApi } from './build-openapi.js';

/** Redocly's recommended rules; a login ends in a redirect, which is no 2xx. */
const rules = { extends: ['recommended'], rules: { 'operation-2xx-response': 'off' } } as const;

async function complaintsAbout(description: object): Promise<string[]> {
  const config = await createConfig(rules as never);
  const source = JSON.stringify(description);
  const problems = await lintFromString({ source, config, absoluteRef: '/openapi.json' });
  return problems.map(({ ruleId, location: [place] }) => `${ruleId} ${place?.pointer}`);
}

it('describes the API as OpenAPI 3.1 has it', async () => {
  expect(await complaintsAbout(buildOpenApi(controllers))).toEqual([]);
});

it('would be told of what OpenAPI does not have', async () => {
  const { paths, ...rest } = buildOpenApi(controllers) as { paths: Record<string, object> };
  const odd = { ...rest, paths: { ...paths, '/v1/odd/{id}': { get: { responses: {} } } } };
  const complaints = await complaintsAbout(odd);
  expect(complaints.filter((text) => text.startsWith('path-parameters-defined'))).toHaveLength(1);
});
