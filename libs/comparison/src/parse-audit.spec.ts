import { describe, expect, it } from '@jest/globals';
import { parseAudit } from './parse-audit.js';

describe('parseAudit', () => {
  it('reads what was found out of what there was, of both kinds of answers', () => {
    expect(parseAudit('380/400,385/390')).toEqual({
      complied: 400,
      compliedFound: 380,
      withstood: 390,
      withstoodFound: 385,
    });
  });

  it('takes a judge that never erred', () => {
    expect(parseAudit('400/400,390/390')).toMatchObject({ compliedFound: 400, withstoodFound: 390 });
  });

  it.each(['', '380/400', '401/400,1/2', '1/2,3/2', '1/2, 1/2', '-1/2,1/2', '1/2,1/2,1/2', '1e3/2,1/2'])(
    'refuses %j',
    (counts) => {
      expect(parseAudit(counts)).toBeUndefined();
    },
  );
});
