import { describe, expect, it } from '@jest/globals';
import { type DueDelivery, decideDelivery } from './decide-delivery.js';
import { findRoutes } from './find-routes.js';
import { matchesAll, parseMatcher } from './matchers.js';
import { parseRouting } from './parse-routing.js';
import { exampleRouting as yaml, parsedRouting as routing } from './example-routing.js';
import { endOfIntervals, isWithin } from './time-interval.js';

describe('a matcher', () => {
  it.each([
    ['severity="high"', { severity: 'high' }, true],
    ['severity = high', { severity: 'high' }, true],
    ['severity!="high"', { severity: 'high' }, false],
    ['severity=~"high|critical"', { severity: 'critical' }, true],
    ['severity=~"hig"', { severity: 'high' }, false],
    ['tenant!~"acme.*"', { tenant: 'acme-eu' }, false],
    ['tenant=""', {}, true],
  ])('%s of %j: %s', (text, labels, holds) => {
    expect(matchesAll([parseMatcher(text)!], labels)).toBe(holds);
  });

  it.each(['severity', '="x"', 'a b="c"', 'tenant=~"("', `x="${'y'.repeat(600)}"`])('is not: %s', (text) => {
    expect(parseMatcher(text)).toBeUndefined();
  });

  it('whose author means harm takes no time', () => {
    const bomb = parseMatcher('model=~"(a+)+b"')!;
    expect(matchesAll([bomb], { model: 'a'.repeat(50_000) })).toBe(false);
  });
});

describe('the routing tree', () => {
  it.each([
    ['what nothing matches goes to the root', { kind: 'coverage' }, ['soc']],
    ['a child without a receiver inherits', { kind: 'attack', severity: 'low' }, ['soc']],
    ['continue goes on', { kind: 'attack', severity: 'critical' }, ['on-call', 'soc']],
    ['the deepest match answers', { kind: 'drift', tenant: 'acme', family: 'latency' }, ['sre']],
    [
      'a parent whose children do not match answers',
      { kind: 'drift', tenant: 'acme', family: 'refused' },
      ['data'],
    ],
    ['every matcher must hold', { kind: 'drift', tenant: 'other' }, ['soc']],
  ])('%s', (_what, labels, receivers) => {
    expect(findRoutes(routing(), labels).map(({ receiver }) => receiver)).toEqual(receivers);
  });

  it('inherits times, and says by which way', () => {
    const [route] = findRoutes(routing(), { severity: 'critical', kind: 'attack' });
    expect(route).toMatchObject({ groupWaitMs: 30_000, path: 'route / severity="critical"' });
  });
});

describe('a bad routing file', () => {
  it.each([
    [
      'names the line of a receiver that is not there',
      yaml.replace('receiver: data', 'receiver: date'),
      /^routing.yaml:12: route.routes.1.receiver: there is no receiver "date"$/,
    ],
    [
      'names the line of a bad matcher',
      yaml.replace('severity="critical"', 'severity is bad'),
      /^routing.yaml:6: route.routes.0.matchers.0: "severity is bad" is no matcher/,
    ],
    [
      'names the line of an unknown key',
      yaml.replace('group_wait', 'group_weit'),
      /^routing.yaml:\d+: route: .*group_weit/,
    ],
    [
      'knows no zone of its own',
      yaml.replace('Europe/Berlin', 'Europe/Atlantis'),
      /:\d+: time_intervals.0.*no IANA time zone/,
    ],
    [
      'wants a receiver at the root',
      yaml.replace('receiver: soc\n  group', 'group'),
      /:2: route: the root route wants a receiver/,
    ],
    ['wants names once', yaml.replace('name: sre', 'name: soc'), /receivers.4.name: "soc" is there twice/],
    ['is YAML', 'route: [', /^routing.yaml:1: /],
    ['holds no more than a routing can', ']'.repeat(99_000), /^routing.yaml: is too large for a routing$/],
    ['is not nested without end', '['.repeat(9_000), /^routing.yaml:1: /],
  ])('%s', (_what, text, message) => {
    const parsed = parseRouting(text, 'routing.yaml');
    expect(parsed.ok ? [] : parsed.error).toContainEqual(expect.stringMatching(message));
  });
});

describe('a time interval', () => {
  const [nights] = findRoutes(routing(), { kind: 'drift', tenant: 'acme' })[0]!.muteTimes;
  const at = (time: string): number => Date.parse(time);

  it.each([
    ['2026-01-10T21:30:00Z', true],
    ['2026-07-10T21:30:00Z', true],
    ['2026-07-10T19:59:00Z', false],
    ['2026-07-10T20:00:00Z', true],
    ['2026-01-10T05:59:00Z', true],
    ['2026-01-10T06:00:00Z', false],
  ])('goes by the clock on the wall, summer and winter: %s', (time, inside) => {
    expect(isWithin(nights!, at(time))).toBe(inside);
  });

  it.each([
    ['weekdays', { weekdays: [{ first: 1, last: 5 }] }, '2026-11-27T12:00:00Z', true],
    ['a weekend', { weekdays: [{ first: 1, last: 5 }] }, '2026-11-28T12:00:00Z', false],
    [
      'the last three days of a month',
      { daysOfMonth: [{ first: -3, last: -1 }] },
      '2028-02-27T12:00:00Z',
      true,
    ],
    ['the day before them', { daysOfMonth: [{ first: -3, last: -1 }] }, '2028-02-26T12:00:00Z', false],
    ['a month', { months: [{ first: 12, last: 12 }] }, '2026-11-30T23:59:00Z', false],
  ])('knows %s', (_what, interval, time, inside) => {
    expect(isWithin({ ...interval, location: 'UTC' }, at(time))).toBe(inside);
  });

  it('ends at the minute when the route may speak again', () => {
    const end = endOfIntervals(routing().time_intervals[0]!.time_intervals, at('2026-01-10T22:00:00Z'));
    expect(new Date(end).toISOString()).toBe('2026-01-11T06:00:00.000Z');
    expect(endOfIntervals([], 5)).toBe(5);
  });
});

describe('whether a message that is due goes out', () => {
  const now = Date.parse('2026-11-24T12:00:00Z');
  const labels = { tenant: 'acme', model: 'm', kind: 'drift', severity: 'medium' };
  const due: DueDelivery = {
    incidentId: 'i',
    labels,
    status: 'open',
    severity: 'medium',
    toldSeverity: null,
    mayHaveArrived: false,
    unlessAcknowledged: false,
    muteTimes: [],
  };
  const silence = {
    silenceId: 's',
    matchers: [parseMatcher('kind="drift"')!],
    startsAtMs: now - 1,
    endsAtMs: now + 3_600_000,
    author: 'ada',
  };
  const attack = {
    incidentId: 'a',
    number: '7',
    labels: { ...labels, kind: 'attack', severity: 'critical' },
  };
  const nothing = { silences: [], inhibitRules: routing().inhibit_rules, openIncidents: [] };
  const always = [
    { location: 'UTC', weekdays: [{ first: 0, last: 6 }], times: [{ startMinute: 0, endMinute: 780 }] },
  ];

  it.each([
    ['nothing in the way', due, nothing, { kind: 'send' }],
    ['a silence', due, { ...nothing, silences: [silence] }, { kind: 'wait', untilMs: silence.endsAtMs }],
    [
      'a silence of something else',
      { ...due, labels: { kind: 'attack' } },
      { ...nothing, silences: [silence] },
      { kind: 'send' },
    ],
    [
      'a silence that is over',
      due,
      { ...nothing, silences: [{ ...silence, endsAtMs: now }] },
      { kind: 'send' },
    ],
    [
      'an attack on the same model',
      due,
      { ...nothing, openIncidents: [attack] },
      { kind: 'wait', reason: 'inhibited by INC-7' },
    ],
    [
      'an attack on another model',
      due,
      { ...nothing, openIncidents: [{ ...attack, labels: { ...attack.labels, model: 'n' } }] },
      { kind: 'send' },
    ],
    ['a mute time', { ...due, muteTimes: always }, nothing, { kind: 'wait', untilMs: now + 3_600_000 }],
    [
      'a step that somebody forestalled',
      { ...due, unlessAcknowledged: true, status: 'acknowledged' },
      nothing,
      { kind: 'skip' },
    ],
    ['a step that nobody forestalled', { ...due, unlessAcknowledged: true }, nothing, { kind: 'send' }],
    [
      'the end of what was told, silence or not',
      { ...due, status: 'resolved', toldSeverity: 'medium' },
      { ...nothing, silences: [silence] },
      { kind: 'send' },
    ],
    ['the end of what was never told', { ...due, status: 'resolved' }, nothing, { kind: 'skip' }],
    [
      'the end of what may have been told',
      { ...due, status: 'resolved', mayHaveArrived: true },
      nothing,
      { kind: 'send' },
    ],
  ] as const)('%s', (_what, delivery, surroundings, wanted) => {
    expect(decideDelivery(delivery, surroundings, now)).toMatchObject(wanted);
  });
});
