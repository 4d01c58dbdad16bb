import 'reflect-metadata';
import { readFileSync } from 'node:fs';
import { nativeInteractionSchema } from '#contracts';
import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { controllers } from '../../apps/api/src/controllers.js';
import { buildOpenApi } from '../../apps/api/src/openapi/build-openapi.js';

const read = (path: string): unknown => JSON.parse(readFileSync(path, 'utf8'));

describe('files that are generated from schemas', () => {
  it('describes the native log format as the collector checks it: run npm run generate', () => {
    const schema: unknown = JSON.parse(
      JSON.stringify(z.toJSONSchema(nativeInteractionSchema, { io: 'input' })),
    );
    expect(read('libs/contracts/schema/interaction.v1.json')).toEqual(schema);
  });

  it('describes the API as it answers: run npm run generate', () => {
    expect(read('apps/api/openapi.json')).toEqual(JSON.parse(JSON.stringify(buildOpenApi(controllers))));
  });
});
