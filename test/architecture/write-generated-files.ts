import { writeFileSync } from 'node:fs';
import { generatedFiles } from './generated-files.js';
import { linearLock, linearLockPath } from './linear-lock.js';

// Run by `npm run generate` after a change of a schema or a route.
for (const [path, content] of Object.entries(generatedFiles())) {
  writeFileSync(path, `${JSON.stringify(content, null, 2)}\n`);
}

// By itself, since it takes minutes where recheck is another version.
writeFileSync(linearLockPath, `${JSON.stringify(linearLock(), null, 2)}\n`);
