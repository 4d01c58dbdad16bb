import { writeFileSync } from 'node:fs';
import { z } from 'zod';
import { nativeInteractionSchema } from './interaction.js';

// Run by `npm run generate` after a change of the native format; producers read the file.
const schema = z.toJSONSchema(nativeInteractionSchema, { io: 'input' });
writeFileSync('libs/contracts/schema/interaction.v1.json', `${JSON.stringify(schema, null, 2)}\n`);
