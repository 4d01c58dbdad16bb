import { describe, expect, it } from '@jest/globals';
import { canaryFindings } from './canary-finding.js';

const minute = new Date('2026-03-02T09:00:00Z');
const next = new Date('2026-03-02T09:01:00Z');
const about = { topic: 'tunewarden.canaries', sent: 15, nowMs: 7 };

describe('canaryFindings', () => {
  it('are one a minute and cause, with the families', () => {
    const findings = canaryFindings(
      [
        { minute, family: 'host-access', found: false },
        { minute, family: 'persona', found: false },
        { minute, family: 'many-shot', found: null },
        { minute: next, family: 'persona', found: null },
      ],
      about,
    );
    expect(
      findings.map(({ cause, reason }) => [
        cause,
        /^\d+ of 15 .*?UTC/.exec(reason)?.[0],
        /\(.*\)/.exec(reason)?.[0],
      ]),
    ).toEqual([
      ['canaries-missed', '2 of 15 canaries of 09:00 UTC', '(host access, persona)'],
      ['canaries-lost', '1 of 15 canaries of 09:00 UTC', '(many shot)'],
      ['canaries-lost', '1 of 15 canaries of 09:01 UTC', '(persona)'],
    ]);
  });

  it('have one id however often they are stated, and one fingerprint a cause', () => {
    const once = () => canaryFindings([{ minute, family: 'persona', found: null }], about)[0]!;
    expect(once().findingId).toBe(once().findingId);
    const later = canaryFindings([{ minute: next, family: 'persona', found: null }], about)[0]!;
    expect(later.fingerprint).toBe(once().fingerprint);
    expect(later.findingId).not.toBe(once().findingId);
  });

  it('are none where none failed', () => {
    expect(canaryFindings([], about)).toEqual([]);
  });
});
