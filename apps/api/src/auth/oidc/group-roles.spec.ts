import { describe, expect, it } from '@jest/globals';
import { accessOf, parseGroupRoles } from './group-roles.js';

const mapping = parseGroupRoles(
  'everyone=viewer@acme, soc = analyst@acme,soc-leads=lead , globex-soc=analyst',
)!;

describe('groups of the identity provider', () => {
  it.each([
    [[], undefined],
    [['other', 'Everyone'], undefined],
    [['everyone'], { role: 'viewer', tenant: 'acme' }],
    [['everyone', 'soc'], { role: 'analyst', tenant: 'acme' }],
    [['soc-leads', 'soc'], { role: 'lead', tenant: null }],
    [['soc', 'globex-soc'], { role: 'analyst', tenant: null }],
  ])('%j give %j', (groups, access) => {
    expect(accessOf(groups, mapping)).toEqual(access);
  });

  it.each(['', 'soc', 'soc=', 'soc=boss', '=admin', 'soc=admin@', 'a=admin,,b=admin', 'soc=admin@a@b'])(
    'are not mapped by "%s"',
    (text) => expect(parseGroupRoles(text)).toBeUndefined(),
  );
});
