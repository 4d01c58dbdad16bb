import { describe, expect, it } from '@jest/globals';
import { filtersOf, groupingOf, toggledSeverity, withFields } from './incident-filters.js';

describe('a filter in the address', () => {
  it.each([
    ['', {}],
    ['status=resolved&kind=attack', { status: 'resolved', kind: 'attack' }],
    ['status=odd&kind=<img>&delivery=failed', { delivery: 'failed' }],
    ['severity=high,critical', { severity: 'high,critical' }],
    ['severity=high,odd', {}],
    ['model=%22%3E%3Cimg%3E', { model: '"><img>' }],
    ['q=%20%20', {}],
    [`q=${'x'.repeat(201)}`, {}],
    ['__proto__=x&limit=5', {}],
  ])('of %j narrows by %j', (search, filters) => {
    expect(filtersOf(new URLSearchParams(search))).toEqual(filters);
  });

  it('groups by three known fields at most', () => {
    const grouped = (by: string) => groupingOf(new URLSearchParams({ by }));
    expect(grouped('model,family')).toEqual(['family', 'model']);
    expect(grouped('severity,status,kind,family')).toEqual(['severity', 'status', 'kind']);
    expect(grouped('title')).toEqual([]);
  });

  it('changes a field and leaves the others', () => {
    const search = new URLSearchParams('status=all&q=a b');
    expect(withFields(search, { kind: 'drift', status: undefined })).toBe('?q=a+b&kind=drift');
    expect(withFields(search, { q: undefined, status: undefined })).toBe('');
  });

  it.each([
    [undefined, 'high', 'high'],
    ['high', 'critical', 'critical,high'],
    ['critical,high', 'high', 'critical'],
    ['high', 'high', undefined],
  ])('has %j and %j make %j', (list, severity, wanted) => {
    expect(toggledSeverity(list, severity)).toBe(wanted);
  });
});
