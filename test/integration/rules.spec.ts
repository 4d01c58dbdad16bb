import { expect, it } from '@jest/globals';
import { RulesQuery } from '../../apps/api/src/rules/rules.query.js';
import { loadCatalogue } from '../../apps/api/src/rules/load-catalogue.js';
import type { Login } from '../../apps/api/src/auth/login.js';
import { createStorage } from '../support/create-storage.js';

it('a rule that is read as another one than before has changed, and no other', async () => {
  const { database } = await createStorage();
  const catalogue = await loadCatalogue(undefined);
  const list = async (of: typeof catalogue) => {
    const rules = await new RulesQuery(database, of).list({ tenant: null } as Login);
    return new Map(rules.map(({ id, firstSeenAt, changedAt }) => [id, { firstSeenAt, changedAt }]));
  };
  const first = await list(catalogue);
  expect([...first.values()].every(({ changedAt }) => changedAt === null)).toBe(true);
  expect(await list(catalogue)).toEqual(first);
  const changed = catalogue[3]!.rule;
  const edited = catalogue.map((one) =>
    one.rule.id === changed.id ? { ...one, rule: { ...changed, score: 0.123 } } : one,
  );
  const second = await list(edited);
  expect([...second].filter(([, { changedAt }]) => changedAt !== null).map(([id]) => id)).toEqual([
    changed.id,
  ]);
  expect(second.get(changed.id)?.firstSeenAt).toBe(first.get(changed.id)?.firstSeenAt);
});
