import { describe, expect, it } from '@jest/globals';
import type { Session } from '../api/session.js';
import { tabsOf } from './settings-tabs.js';

const login = (permissions: Session['permissions'], tenant: string | null = null): Session => ({
  ...{ who: 'ada', role: null, tenant, permissions },
});
const names = (session: Session) => tabsOf(session).map(({ name }) => name);

describe('the parts of the settings', () => {
  it('are what a login may see', () => {
    expect(names(login(['incidents.read', 'status.read']))).toEqual([
      ...['receivers', 'routes', 'silences', 'suppressions', 'tenants', 'retention'],
    ]);
    expect(names(login(['people.manage', 'tokens.manage', 'audit.read']))).toEqual([
      ...['people', 'tokens', 'accounts', 'audit'],
    ]);
  });

  it('are not the affairs of the installation where a login is of one tenant', () => {
    expect(names(login(['incidents.read', 'status.read', 'people.manage'], 'acme'))).toEqual([
      ...['silences', 'suppressions', 'people', 'tenants'],
    ]);
  });

  it('are none of a login that may see nothing', () => {
    expect(names(login(['session.own']))).toEqual([]);
  });
});
