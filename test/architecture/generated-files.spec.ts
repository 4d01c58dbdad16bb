import { readFileSync } from 'node:fs';
import { expect, it } from '@jest/globals';
import { generatedFiles } from './generated-files.js';

it.each(Object.entries(generatedFiles()))(
  '%s says what the schemas say: else run npm run generate',
  (path, content) => {
    expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual(JSON.parse(JSON.stringify(content)));
  },
);
