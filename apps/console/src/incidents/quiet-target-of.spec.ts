import { describe, expect, it } from '@jest/globals';
import { quietTargetOf } from './quiet-target-of.js';

const incident = (id: string, tenant: string, family: string) => ({
  ...{ id, tenant, family },
  ...{ kind: 'attack', severity: 'high', outcome: null, model: { id: 'claims', version: 'v1' } },
});
const known = [
  incident('1', 'a', 'persona'),
  incident('2', 'a', 'leak'),
  incident('3', 'b', 'persona'),
] as const;

describe('what is kept quiet', () => {
  it('is what one incident is', () => {
    expect(quietTargetOf({ ids: ['3'] }, known)).toMatchObject({
      tenant: 'b',
      labels: { family: 'persona' },
    });
  });

  it('is what the chosen ones have in common', () => {
    expect(quietTargetOf({ ids: ['1', '2'] }, known)).toEqual({
      tenant: 'a',
      labels: { model: 'claims', version: 'v1', kind: 'attack', severity: 'high' },
    });
  });

  it('is nothing of several tenants, nor of incidents that nobody knows', () => {
    expect(quietTargetOf({ ids: ['1', '3'] }, known)).toBeUndefined();
    expect(quietTargetOf({ ids: ['9'] }, known)).toBeUndefined();
  });

  it('is what the filter asks for where all that match are meant', () => {
    const filter = { family: 'persona', severity: 'high,low', model: 'claims' };
    expect(quietTargetOf({ filter, count: 500 }, known.slice(0, 2))).toEqual({
      tenant: 'a',
      labels: { family: 'persona', model: 'claims' },
    });
    expect(
      quietTargetOf({ filter: { ...filter, severity: 'low' }, count: 500 }, known.slice(0, 1)),
    ).toMatchObject({
      labels: { severity: 'low' },
    });
  });
});
