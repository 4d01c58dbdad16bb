import { describe, expect, it } from '@jest/globals';
import { isPermission, lowestRole, permissions, permissionsOf } from './permissions.js';
import { isRole, roles } from './roles.js';

describe('the permission matrix', () => {
  it.each([
    ['viewer', 'text.read', false],
    ['viewer', 'incidents.read', true],
    ['viewer', 'incidents.act', false],
    ['analyst', 'text.read', true],
    ['analyst', 'silences.write', true],
    ['analyst', 'evidence.reveal', false],
    ['analyst', 'baselines.write', false],
    ['lead', 'baselines.write', true],
    ['lead', 'evidence.reveal', true],
    ['lead', 'suppressions.write', true],
    ['lead', 'people.manage', false],
    ['admin', 'people.manage', true],
    ['admin', 'evidence.reveal', true],
  ] as const)('lets a %s do %s: %s', (role, permission, allowed) => {
    expect(permissionsOf(role).includes(permission)).toBe(allowed);
  });

  it('gives each role everything of the one before it, and more', () => {
    const sets = roles.map((role) => new Set(permissionsOf(role)));
    for (const [index, set] of sets.entries()) {
      const before = sets[index - 1] ?? new Set();
      expect([...before].filter((permission) => !set.has(permission as never))).toEqual([]);
      expect(set.size).toBeGreaterThan(before.size);
    }
    expect([...(sets.at(-1) ?? [])]).toEqual(permissions);
  });

  it.each(['', 'constructor', '__proto__', 'Admin', 'admin '])(
    'knows no role and no permission "%s"',
    (text) => {
      expect([isRole(text), isPermission(text)]).toEqual([false, false]);
    },
  );

  it('names roles that there are', () => {
    expect(Object.values(lowestRole).filter((role) => !isRole(role))).toEqual([]);
  });
});
