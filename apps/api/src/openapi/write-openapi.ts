import 'reflect-metadata';
import { writeFileSync } from 'node:fs';
import { controllers } from '../controllers.js';
import { buildOpenApi } from './build-openapi.js';

// Run by `npm run openapi` after a change of a schema or route; the console's client is generated from the file.
writeFileSync('apps/api/openapi.json', `${JSON.stringify(buildOpenApi(controllers), null, 2)}\n`);
