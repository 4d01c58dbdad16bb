import { describe, expect, it } from '@jest/globals';
import type { DigestMember } from '../digest/digest-view.store.js';
import type { IncidentView } from '../incident-view.store.js';
import { pagerDutyActions, renderPagerDutyEvent } from './pagerduty/render-pagerduty-event.js';
import { renderSlackDigest } from './slack/render-slack-digest.js';
import { renderSlackMessage } from './slack/render-slack-message.js';
import { renderSlackReply } from './slack/render-slack-reply.js';

const hostile =
  '<img src=x onerror=alert(1)> </script> <!channel> <@U0123ABCD> <https://evil.example|click> ' +
  '*bold* `code` :smile: \u202egnp.exe \u200b & &lt;';

const incident: IncidentView = {
  incidentId: '7f1c1f0e-0000-8000-8000-000000000001',
  number: '7',
  kind: 'attack',
  family: 'instruction-override',
  severity: 'high',
  status: 'open',
  outcome: 'complied',
  title: 'Instruction override worked',
  reason: 'Instruction override succeeded.',
  findingCount: 3,
  firstSeenAt: new Date('2026-11-24T10:00:00Z'),
  lastSeenAt: new Date('2026-11-24T10:05:00Z'),
  model: 'claims-assistant v12',
  excerpt: 'Ignore all previous instructions',
  labels: {},
  assignee: null,
  parts: [],
  history: [],
};
const entry = { entryId: '9', at: new Date('2026-11-24T10:06:00Z'), event: 'noted', why: 'ada: a quiz' };
const console_ = 'http://127.0.0.1:8080';
const options = { consoleUrl: console_, buttons: true };

describe('renderSlackMessage', () => {
  it('says what happened, where, how often, and where to look', () => {
    const shown = JSON.stringify(renderSlackMessage(incident, options));
    for (const part of [
      'HIGH · Instruction override worked',
      'claims-assistant v12',
      'INC-7',
      '2026-11-24 10:05:00 UTC',
    ]) {
      expect(shown).toContain(part);
    }
    expect(shown).toContain(`${console_}/incidents/${incident.incidentId}`);
  });

  it('says what else is a part of it, as PagerDuty does', () => {
    const whole = { ...incident, parts: ['INC-8 triage v2', 'INC-9 billing v2'] };
    expect(JSON.stringify(renderSlackMessage(whole, options))).toContain(
      'INC-8 triage v2\\nINC-9 billing v2',
    );
    const event = renderPagerDutyEvent(whole, 'trigger', {
      routingKey: 'k'.repeat(32),
      consoleUrl: console_,
    });
    expect(JSON.stringify(event)).toContain('"parts":"INC-8 triage v2, INC-9 billing v2"');
    expect(JSON.stringify(renderSlackMessage(incident, options))).not.toContain('Parts');
  });

  it('puts text of a log only where Slack makes nothing of it, without what is invisible', () => {
    const { text, blocks } = renderSlackMessage(
      { ...incident, title: hostile, reason: hostile, model: hostile, parts: [hostile], excerpt: hostile },
      options,
    );
    expect(typesOfTexts(blocks)).toEqual(new Set(['plain_text', 'text']));
    expect(JSON.stringify({ text, blocks })).not.toMatch(/[\u200b\u202e]/);
    expect(text).not.toMatch(/<|>/);
    expect(text).toContain('&lt;!channel&gt;');
  });

  it('has no empty text, which Slack refuses, although nothing of what was logged is visible', () => {
    const unseen = '\u{e0041}\u200b\u3164';
    const message = renderSlackMessage(
      { ...incident, title: unseen, reason: unseen, model: unseen, excerpt: unseen },
      options,
    );
    expect(JSON.stringify(message)).not.toContain('"text":""');
    expect(JSON.stringify(message.blocks)).toContain('(nothing visible)');
  });

  it('keeps the limits of Block Kit however long the texts are', () => {
    const long = '😀'.repeat(100_000);
    const message = renderSlackMessage(
      { ...incident, title: long, reason: long, model: long, excerpt: long },
      options,
    );
    const lengths = message.blocks.map(
      (block) => Array.from(('text' in block && block.text?.text) || '').length,
    );
    expect(lengths.slice(0, 2)).toEqual([150, 3_000]);
    expect(Array.from(JSON.stringify(message.blocks)).length).toBeLessThan(12_000);
  });
});

describe('renderPagerDutyEvent', () => {
  const to = { routingKey: 'k'.repeat(32), consoleUrl: console_ };

  it.each([
    ['open', null, null, ['trigger']],
    ['open', 'medium', 'open', ['trigger']],
    ['acknowledged', 'high', 'open', ['acknowledge']],
    ['acknowledged', 'critical', 'acknowledged', ['acknowledge']],
    // What got worse wakes somebody, whoever acknowledged it before.
    ['acknowledged', null, null, ['trigger']],
    ['acknowledged', 'medium', 'open', ['trigger']],
    ['acknowledged', 'medium', 'acknowledged', ['resolve', 'trigger']],
    ['resolved', 'high', 'acknowledged', ['resolve']],
  ] as const)(
    'tells that a high one is %s, where it was told %s and %s, by %j',
    (status, toldSeverity, toldStatus, actions) => {
      expect(pagerDutyActions({ toldSeverity, toldStatus }, { ...incident, status })).toEqual(actions);
    },
  );

  it.each(['trigger', 'acknowledge', 'resolve'] as const)('sends %s under the one key', (action) => {
    expect(renderPagerDutyEvent(incident, action, to)).toMatchObject({
      event_action: action,
      dedup_key: incident.incidentId,
      routing_key: to.routingKey,
    });
  });

  it('keeps to the limits, and shows no invisible character', () => {
    const long = { ...incident, title: 'x'.repeat(5_000), reason: hostile, excerpt: hostile.repeat(10_000) };
    const event = renderPagerDutyEvent(long, 'trigger', to) as { payload: { summary: string } };
    expect(event.payload.summary.length).toBeLessThanOrEqual(1_024);
    expect(Buffer.byteLength(JSON.stringify(event))).toBeLessThan(512 * 1024);
    expect(JSON.stringify(event)).not.toMatch(/[\u200b\u202e]/);
  });
});

/** The types of all objects that carry a `text` string. */
function typesOfTexts(node: unknown): Set<unknown> {
  if (typeof node !== 'object' || node === null) return new Set();
  const { type, text } = node as { readonly type?: unknown; readonly text?: unknown };
  const own = typeof text === 'string' ? [type] : [];
  return new Set([...own, ...Object.values(node).flatMap((value) => [...typesOfTexts(value)])]);
}

describe('the buttons of a Slack message', () => {
  const actionsOf = (status: IncidentView['status'], buttons = true): string[] => {
    const { blocks } = renderSlackMessage({ ...incident, status }, { consoleUrl: console_, buttons });
    const row = blocks.find(({ type }) => type === 'actions') as { elements: { action_id: string }[] };
    return row.elements.map(({ action_id }) => action_id);
  };

  it.each([
    ['open', ['acknowledge', 'close', 'silence-1h', 'open']],
    ['acknowledged', ['close', 'silence-1h', 'open']],
    ['resolved', ['reopen', 'open']],
  ] as const)('of one that is %s are %j', (status, wanted) => {
    expect(actionsOf(status)).toEqual(wanted);
  });

  it('are a link alone where nobody takes clicks', () => {
    expect(actionsOf('open', false)).toEqual(['open']);
  });
});

describe('renderSlackReply', () => {
  it('says in a line each what happened, and makes nothing of what somebody wrote', () => {
    const { text, blocks } = renderSlackReply(incident, [
      entry,
      { ...entry, event: hostile, why: `a\nb ${hostile}` },
    ]);
    expect(blocks[0]?.text.text.split('\n')[0]).toBe('10:06:00 noted: ada: a quiz');
    expect(blocks[0]?.text.text.split('\n')).toHaveLength(2);
    expect(typesOfTexts(blocks)).toEqual(new Set(['plain_text']));
    expect(text).not.toMatch(/<|>/);
  });

  it.each([
    ['noted', false],
    ['acknowledged', false],
    ['severity-raised', true],
    ['reopened', true],
  ])('that tells of %s is shown in the channel too: %s', (event, isLoud) => {
    expect(renderSlackReply(incident, [entry, { ...entry, event }]).reply_broadcast).toBe(isLoud);
  });

  it('keeps the limit of a section however much happened', () => {
    const many = Array.from({ length: 20 }, () => ({ ...entry, why: '😀'.repeat(10_000) }));
    const { blocks } = renderSlackReply(incident, many);
    expect(Array.from(blocks[0]?.text.text ?? '').length).toBeLessThanOrEqual(3_000);
  });
});

describe('renderSlackDigest', () => {
  const member = (number: number, more: Partial<DigestMember> = {}): DigestMember => ({
    notificationId: `n${number}`,
    route: 'route',
    number,
    severity: 'high',
    status: 'open',
    model: 'claims-assistant v12',
    family: 'jailbreak',
    findingCount: 2,
    labels: {},
    ...more,
  });
  const shownOf = (members: readonly DigestMember[]): string =>
    JSON.stringify(renderSlackDigest(members, console_));

  it('says how many of what, where, how they stand, and every number', () => {
    const critical = member(3, { severity: 'critical', family: 'exfiltration', status: 'resolved' });
    const shown = shownOf([critical, member(4), member(5), member(9)]);
    for (const part of [
      '4 incidents told together',
      '1 critical, 3 high',
      '3 open, 1 resolved',
      'Findings\\n8',
      'critical · claims-assistant v12 · exfiltration: 1 incident\\nhigh · claims-assistant v12 · jailbreak: 3 incidents',
      'INC-3 to INC-5, INC-9',
      `${console_}/incidents`,
    ]) {
      expect(shown).toContain(part);
    }
  });

  it('says so where each has a message of its own', () => {
    expect(shownOf([])).toContain('each has a message of its own by now');
  });

  it('puts names only where Slack makes nothing of them, a line each, without what is invisible', () => {
    const { text, blocks } = renderSlackDigest(
      [member(1, { model: hostile, family: `a\nb${hostile}` })],
      console_,
    );
    expect(typesOfTexts(blocks)).toEqual(new Set(['plain_text']));
    expect(JSON.stringify(blocks)).not.toMatch(/[\u200b\u202e]|a\\nb/);
    expect(text).not.toContain('evil');
  });

  it('keeps the limits of Slack however many there are and however long their names', () => {
    const many = Array.from({ length: 2_000 }, (_, number) =>
      member(number * 2, { family: `${'😀'.repeat(300)}${number}` }),
    );
    const { blocks } = renderSlackDigest(many, console_);
    const texts = blocks.flatMap((block) => ('text' in block && block.text ? [block.text.text] : []));
    expect(texts.map((text) => Array.from(text).length <= 3_000)).toEqual([true, true, true]);
    expect(Array.from(JSON.stringify(blocks)).length).toBeLessThan(12_000);
    expect(shownOf(many)).toContain('and 1988 incidents of other kinds');
  });
});
