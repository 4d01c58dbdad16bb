import { describe, expect, it } from '@jest/globals';
import { type Matcher, parseMatcher } from '../routing/matchers.js';
import {
  type FindingGroup,
  backtestSuppression,
  findSuppression,
  matchesAnything,
  mayHideCritical,
} from './backtest-suppression.js';

const matchers = (...texts: readonly string[]): readonly Matcher[] =>
  texts.map((text) => parseMatcher(text)!);

function group(family: string, severity: string, findings: number, incidents = 1): FindingGroup {
  return { labels: { kind: 'attack', family, severity }, findings, incidents, example: `${family} worked` };
}

describe('the backtest of a suppression', () => {
  const past = [group('persona', 'low', 40, 3), group('persona', 'critical', 2), group('leak', 'high', 8)];

  it('says how much would have been hidden, and how much of that was critical', () => {
    expect(backtestSuppression(matchers('family="persona"'), past)).toMatchObject({
      findings: 50,
      hidden: 42,
      hiddenIncidents: 4,
      hiddenCritical: 2,
    });
  });

  it('shows the largest first, and hides nothing that does not match', () => {
    const { groups, hidden } = backtestSuppression(matchers('severity=~"low|high"'), past);
    expect(groups.map(({ findings }) => findings)).toEqual([40, 8]);
    expect(hidden).toBe(48);
    expect(backtestSuppression(matchers('family="none"'), past)).toMatchObject({ hidden: 0, groups: [] });
  });
});

describe('a suppression', () => {
  it.each([
    [['family="persona"'], true],
    [['family="persona"', 'severity="critical"'], true],
    [['severity=~"high|critical"'], true],
    [['family="persona"', 'severity!="critical"'], false],
    [['severity="low"'], false],
    [['severity=~"low|medium"'], false],
  ])('%j may hide what is critical: %s', (texts, wanted) => {
    expect(mayHideCritical(matchers(...texts))).toBe(wanted);
  });

  it.each([
    [['family=~".*"'], true],
    [['family!="x"'], true],
    [['family=~".*"', 'model="m"'], false],
    [['kind="attack"'], false],
  ])('%j is about everything: %s', (texts, wanted) => {
    expect(matchesAnything(matchers(...texts))).toBe(wanted);
  });

  it('hides what it matches', () => {
    const one = { suppressionId: '1', matchers: matchers('family="persona"') };
    expect(findSuppression({ family: 'persona' }, [one])).toBe(one);
    expect(findSuppression({ family: 'leak' }, [one])).toBeUndefined();
  });
});
