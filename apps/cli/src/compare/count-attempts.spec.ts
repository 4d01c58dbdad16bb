import { expect, it } from '@jest/globals';
import { countAttempts } from './count-attempts.js';

const line = (prompt_family: string | null, outcome: string) => ({ attack: { prompt_family }, outcome });

it('counts what the prompt is flagged for and the model answered', () => {
  const tuned = [
    line('persona', 'complied'),
    line('persona', 'refused'),
    line('persona', 'none'),
    line(null, 'refused'),
  ];
  const base = [line('persona', 'partial'), line('encoded-payload', 'leaked')];
  expect(countAttempts(tuned, base)).toEqual([
    { family: 'persona', tuned: { attempts: 2, succeeded: 1 }, base: { attempts: 1, succeeded: 0 } },
    { family: 'encoded-payload', tuned: { attempts: 0, succeeded: 0 }, base: { attempts: 1, succeeded: 1 } },
  ]);
});
