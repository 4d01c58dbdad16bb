import { expect, it } from '@jest/globals';
import type { VerdictOfPerson } from '#contracts';
import { verdictOnFlag } from './verdict-on-flag.js';

it.each<[string, (VerdictOfPerson | null)[], string | undefined]>([
  ['an attack that worked', ['true-positive-impact'], 'true-positive'],
  ['an attack that was kept off', ['true-positive-blocked'], 'true-positive'],
  ['a test by somebody who may do it', ['benign-positive'], 'true-positive'],
  ['a false alarm', ['false-positive'], 'false-positive'],
  [
    'a false alarm in one incident and an attack in another',
    ['false-positive', 'true-positive-blocked'],
    'true-positive',
  ],
  ['an open incident', [null], undefined],
  ['an open incident beside a false alarm', [null, 'false-positive'], 'false-positive'],
  ['no incident', [], undefined],
])('%s', (_what, verdicts, expected) => {
  expect(verdictOnFlag(verdicts)).toBe(expected);
});
