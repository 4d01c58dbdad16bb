import { describe, expect, it } from '@jest/globals';
import { type AuditRow, auditDigest, chainStart, followChain } from './audit-chain.js';

function chainOf(count: number): AuditRow[] {
  const rows: AuditRow[] = [];
  for (let id = 1; id <= count; id += 1) {
    const row = {
      entryId: String(id),
      at: '2026-11-24T10:12:03.120456Z',
      tenant: id % 2 === 0 ? 'acme' : null,
      who: 'ada',
      action: 'evidence.reveal',
      subject: `s-${id}`,
      detail: '{"reason": "Käse"}',
    };
    rows.push({ ...row, digest: auditDigest(rows.at(-1)?.digest ?? chainStart.digest, row) });
  }
  return rows;
}

describe('a chain of audit rows', () => {
  const rows = chainOf(5);

  it('ends at its last row where nothing was touched, in one look or in several', () => {
    const end = { entryId: 5n, digest: rows[4]!.digest };
    expect(followChain(chainStart, rows)).toEqual(end);
    const half = followChain(chainStart, rows.slice(0, 2));
    expect('digest' in half && followChain(half, rows.slice(2))).toEqual(end);
  });

  it.each([
    ['at', '2026-11-24T10:12:03.120457Z'],
    ['tenant', null],
    ['who', 'bob'],
    ['action', 'evidence.read'],
    ['subject', 's-5'],
    ['detail', '{"reason": "Kase"}'],
    ['digest', Buffer.alloc(32)],
  ] as const)('names the first row of which %s was changed', (field, value) => {
    const changed = rows.map((row) => (row.entryId === '4' ? { ...row, [field]: value } : row));
    expect(followChain(chainStart, changed)).toEqual({ entryId: '4', why: 'changed' });
  });

  it('names a row that is gone, and one that moved', () => {
    const [first, second, third, ...rest] = rows as [AuditRow, AuditRow, AuditRow, ...AuditRow[]];
    expect(followChain(chainStart, [first, second, ...rest])).toEqual({ entryId: '3', why: 'missing' });
    expect(followChain(chainStart, [first, third, second])).toEqual({ entryId: '2', why: 'missing' });
  });

  it('breaks behind a row that was changed together with its own digest', () => {
    const forged = { ...rows[1]!, who: 'bob' };
    const withDigest = { ...forged, digest: auditDigest(rows[0]!.digest, forged) };
    const chain = [rows[0]!, withDigest, ...rows.slice(2)];
    expect(followChain(chainStart, chain)).toEqual({ entryId: '3', why: 'changed' });
  });

  it('keeps fields apart that would read the same when joined, and null from nothing', () => {
    const base = chainOf(1)[0]!;
    const digestOf = (change: Partial<AuditRow>) =>
      auditDigest(chainStart.digest, { ...base, ...change }).toString('hex');
    expect(digestOf({ who: 'ab', action: 'c' })).not.toBe(digestOf({ who: 'a', action: 'bc' }));
    expect(digestOf({ tenant: null })).not.toBe(digestOf({ tenant: '' }));
  });
});
