import 'reflect-metadata';
import { nativeInteractionSchema } from '#contracts';
import { z } from 'zod';
import { controllers } from '../../apps/api/src/controllers.js';
import { buildOpenApi } from '../../apps/api/src/openapi/build-openapi.js';
import { otlpDefinitions } from './otlp-definitions.js';
import { rulesLock } from './rules-lock.js';

/**
 * The files that follow from schemas, by path: the native log format for producers, the API for its clients, OTLP;
 * and the lock of the detection rules.
 */
export function generatedFiles(): Readonly<Record<string, object>> {
  return {
    'libs/contracts/schema/interaction.v1.json': z.toJSONSchema(nativeInteractionSchema, { io: 'input' }),
    'apps/api/openapi.json': buildOpenApi(controllers),
    'libs/formats/src/otlp/otlp-definitions.json': otlpDefinitions(),
    'libs/detection/rules/rules.lock.json': rulesLock(),
  };
}
