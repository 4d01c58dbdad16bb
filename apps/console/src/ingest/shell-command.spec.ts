import { describe, expect, it } from '@jest/globals';
import { shellCommand } from './shell-command.js';

describe('a command to copy', () => {
  it('names topics and codes', () => {
    expect(shellCommand('replay', '--dlq', '--topic', 'llm.interactions')).toBe(
      'npm run -s tunewarden -- replay --dlq --topic llm.interactions',
    );
  });

  it.each(['a b', 'a; rm -rf ~', '$(id)', '`id`', "a'b", 'a\nb', '', 'a|b', 'ä'])(
    'is not made of %j',
    (word) => {
      expect(shellCommand('resume', word)).toBeUndefined();
    },
  );
});
