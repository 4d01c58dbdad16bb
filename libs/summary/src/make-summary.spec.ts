import { describe, expect, it } from '@jest/globals';
import type { SummaryFacts } from '#contracts';
import { exampleFacts, exampleIncident, exampleModel, exampleShift } from './example-facts.js';
import { makeSummary } from './make-summary.js';
import { summaryDocumentSchema } from './summary-document.js';
import type { Wording } from './words.js';

const wording: Wording = {
  featureLabel: (feature) => (feature === 'refusal' ? 'Refusal rate' : feature),
  plain: (text, longest) => text.slice(0, longest),
};
const summaryOf = (more: Partial<SummaryFacts> = {}) => makeSummary(exampleFacts(more), wording);

describe('a summary', () => {
  it('says in one sentence who needs a decision, and has them in that order', () => {
    const { headline, models } = summaryOf();
    expect(headline).toBe(
      'One model needs a decision, one wants a look, one is steady, one cannot be judged yet.',
    );
    expect(models.map(({ id, status }) => `${id}: ${status}`)).toEqual([
      'triage-nurse: decide',
      'claims-assistant: look',
      'advisor-de: steady',
      'legal-draft: unknown',
    ]);
  });

  it('is a document of its schema, the same for the same facts', () => {
    expect(summaryDocumentSchema.parse(summaryOf())).toEqual(summaryOf());
  });

  it('says what changed, how much with its interval, since when, where, and whether the model changed', () => {
    const [{ sentence, shifts, also }] = summaryOf().models as [
      ReturnType<typeof summaryOf>['models'][number],
    ];
    expect(sentence).toBe(
      'Refusal rate rose from 2.0 % to 4.1 % (at least 3.3 %) since Tue 17 Nov 14:10, 83 % of it where language is "de"; not by a change of mix',
    );
    const { baseline, current, low, high, interactions, sessions } = shifts[0]!.rate!;
    expect([baseline, current, interactions, sessions]).toEqual([0.02, 0.041, 5_000, 1_000]);
    expect(low).toBeLessThan(0.041);
    expect(high).toBeGreaterThan(0.041);
    expect(shifts[0]!.incident?.number).toBe(1);
    expect(also).toEqual(['INC-1 waits for a decision']);
  });

  it('says since when it is over', () => {
    const facts = exampleFacts();
    const shifts = [exampleShift(1, { endedAtMs: Date.parse('2026-11-18T05:30:00Z') })];
    const { models } = makeSummary(
      { ...facts, models: [exampleModel(1, 'triage-nurse', { shifts })] },
      wording,
    );
    expect(models[0]!.sentence).toBe(
      'Refusal rate rose from 2.0 % to 4.1 % (at least 3.3 %) since Tue 17 Nov 14:10, back since Wed 18 Nov 06:30, 83 % of it where language is "de"; not by a change of mix',
    );
  });

  it('names the version that went live just before', () => {
    const facts = exampleFacts();
    const released = exampleModel(9, 'triage-nurse', {
      version: 'v2',
      firstSeenMs: Date.parse('2026-11-17T12:58:00Z'),
    });
    const { models } = makeSummary({ ...facts, models: [...facts.models, released] }, wording);
    const nurse = models.find(({ version, id }) => id === 'triage-nurse' && version === 'v1')!;
    expect(nurse.sentence).toMatch(/, 12 min after v2 went live$/);
    expect(nurse.trend.releases).toEqual([{ at: '2026-11-17T12:58:00.000Z', version: 'v2' }]);
  });

  it('holds no p-value and no text that was logged', () => {
    expect(JSON.stringify(summaryOf())).not.toMatch(/p-value|"p":|prompt|The test raises/);
  });

  it('shows the eight weeks of what changed beside its baseline, of refusals where nothing did', () => {
    const [nurse, , advisor] = summaryOf().models;
    expect([nurse!.trend.baseline, nurse!.trend.weeks.map(({ level }) => level)]).toEqual([
      0.02,
      [null, 0.019, 0.021, 0.02, 0.018, 0.02, 0.021, 0.039],
    ]);
    expect(advisor!.trend.weeks.map(({ level }) => level)).toEqual(new Array(8).fill(0.02));
  });

  it('counts attacks, times and verdicts', () => {
    const { attacks, incidents, done, open } = summaryOf();
    expect(attacks).toEqual({ interactions: 18_310, tried: 308, succeeded: 13, judged: 1, truePositives: 1 });
    expect(incidents).toEqual({
      opened: 2,
      resolved: 1,
      acknowledgedIn: { median: 6, p90: 6, n: 1 },
      resolvedIn: { median: 52, p90: 52, n: 1 },
    });
    expect(done.map(({ who, what, incident }) => `${who} ${what} ${incident.number}`)).toEqual([
      'm.keller closed it as true positive impact 2',
      'm.keller took it on 2',
    ]);
    expect(open.map(({ number, model }) => [number, model])).toEqual([[1, 'triage-nurse v1']]);
  });

  it('says what was not watched and not told', () => {
    expect(summaryOf().notWatched).toEqual({
      minutes: 12,
      gaps: [{ title: 'Topic billing is not read any more', minutes: 12 }],
      deadLetters: 3,
      heldBack: 2,
      failedNotifications: 0,
      deliveredNotifications: 41,
    });
  });

  it('that is made while its week goes on says so', () => {
    expect(summaryOf().isWhole).toBe(true);
    expect(summaryOf({ readAtMs: Date.parse('2026-11-20T00:00:00Z') }).isWhole).toBe(false);
  });
});

describe('a model', () => {
  const judged = (more: Parameters<typeof exampleModel>[2], incidents: SummaryFacts['incidents'] = []) =>
    summaryOf({ models: [exampleModel(1, 'm', more)], incidents }).models[0]!;
  const quiet = (interactions: number) => ({
    weeks: exampleModel(1, 'm').weeks.map((week) => ({ ...week, interactions, refusals: 0 })),
  });

  it.each([
    ['an open change of high severity', { shifts: [exampleShift(1)] }, [exampleIncident(1)], 'decide'],
    [
      'an open change of medium severity',
      { shifts: [exampleShift(1)] },
      [exampleIncident(1, { severity: 'medium' })],
      'look',
    ],
    [
      'a change that was closed',
      { shifts: [exampleShift(1)] },
      [exampleIncident(1, { status: 'resolved' })],
      'look',
    ],
    ['nothing', {}, [], 'steady'],
    ["another model's incident", {}, [exampleIncident(1, { modelKey: 2 })], 'steady'],
    ['so little traffic that nothing could be seen', quiet(310), [], 'unknown'],
    [
      'a baseline that is being learnt',
      { detector: { ...exampleModel(1, 'm').detector, phase: 'collecting' as const } },
      [],
      'unknown',
    ],
  ])('with %s is judged as such', (_, more, incidents, status) => {
    expect(judged(more, incidents).status).toBe(status);
  });

  it('that is too quiet says how much more would do', () => {
    expect(judged(quiet(310)).sentence).toBe(
      'Not enough data: 310 interactions; about 1,819 more interactions a week would show refusals double',
    );
  });

  it('that fell silent is there for two weeks, and one that retired is not', () => {
    const silentFor = (weeks: number) => ({
      weeks: exampleModel(1, 'm').weeks.map((week, i) =>
        i >= 8 - weeks ? { interactions: 0, refusals: 0, attacks: 0, succeeded: 0 } : week,
      ),
    });
    expect(judged(silentFor(1)).sentence).toBe('No traffic this week');
    expect(judged(silentFor(2))).toBeUndefined();
  });

  it('shows the three changes that matter most, the open ones before the closed', () => {
    const features = ['a', 'b', 'c', 'd'];
    const shifts = features.map((feature, i) =>
      exampleShift(i + 1, { feature, severity: i === 3 ? 'critical' : 'low', since: undefined }),
    );
    const incidents = features.map((_, i) =>
      exampleIncident(i + 1, { status: i === 3 ? 'resolved' : 'open' }),
    );
    const model = judged({ shifts }, incidents);
    expect(model.shifts.map(({ feature }) => feature)).toEqual(['a', 'b', 'c']);
    expect(model.moreShifts).toBe(1);
  });
});
