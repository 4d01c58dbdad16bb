import { describe, expect, it } from '@jest/globals';
import { csvOf } from './csv.js';

describe('rows as CSV', () => {
  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\tx', '\rx', '=HYPERLINK("http://evil.example","x")'])(
    'makes no formula of a cell that begins like one: %j',
    (title) => {
      const [, line = ''] = csvOf(['title'], [{ title }]).split(/\r\n(?=.)/);
      expect(line.replace(/^"/, '')).toMatch(/^'/);
    },
  );

  it('keeps quotes, commas, line breaks and numbers as they are', () => {
    const rows = [
      { title: 'said "no", twice\nand again', n: -3 },
      { title: 'a = b', n: null },
    ];
    expect(csvOf(['n', 'title'], rows)).toBe('n,title\r\n-3,"said ""no"", twice\nand again"\r\n,a = b\r\n');
  });

  it('has its header where there is nothing', () => {
    expect(csvOf(['a', 'b'], [])).toBe('a,b\r\n');
  });
});
