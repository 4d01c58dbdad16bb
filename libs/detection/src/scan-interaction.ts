import { type MatchedSpan, type Signal, severities } from '#contracts';
import { decideOutcome } from './decide-outcome.js';
import { newMaskedTypes } from './leaks/new-masked-types.js';
import { leakRunWords, systemPromptRunWords } from './leaks/system-prompt-run.js';
import { judgeResponse } from './response/judge-response.js';
import type { RuleSet } from './rules/compile-rules.js';
import { type RuleMatch, matchRules } from './rules/match-rules.js';
import type { ScanInput } from './scan-input.js';
import { type Segment, segmentsOf } from './segments.js';
import { makeViews } from './views/make-views.js';
import { type View, disguisesIn } from './views/view.js';

/** The one shipped operating point: an interaction is flagged where its attack score is at least this. */
const flagThreshold = 0.6;

interface LocatedMatch extends RuleMatch {
  readonly segment: Segment;
}

/** What detection says of one interaction: rules over all views, the response's verdict, leaks and the outcome. */
export function scanInteraction(input: ScanInput, ruleSet: RuleSet): Signal {
  const { segments, truncated } = segmentsOf(input);
  const viewed = segments.map((segment) => ({ segment, views: makeViews(segment.text) }));
  const matches = viewed.flatMap(({ segment, views }) =>
    matchRules(ruleSet, views, segment.where)
      .map((match) => ({ ...match, segment }))
      .filter((match) => !isEcho(match, segments)),
  );
  const leaks = findLeaks(
    input,
    matches,
    viewed.flatMap((v) => (v.segment.where === 'response' ? v.views : [])),
  );
  const decodings = viewed.flatMap(({ views }) => disguisesIn(views));
  const attack = attackOf(matches, leaks.systemPromptRunWords >= leakRunWords);
  const response = judgeResponse(input.response?.content);
  return {
    attack: { ...attack, decodings: [...new Set([...decodings, ...(truncated ? ['truncated'] : [])])] },
    response,
    outcome: decideOutcome(attack, response.verdict, leaks),
    leaks,
  };
}

/** A response that repeats what stood before it reveals nothing. */
function isEcho({ segment, view, range }: LocatedMatch, segments: readonly Segment[]): boolean {
  if (segment.where !== 'response') return false;
  const raw = view.toRaw(range.start, range.end);
  const matched = segment.text.slice(raw.start, raw.end);
  return segments.some(({ where, text }) => where !== 'response' && text.includes(matched));
}

function findLeaks(
  input: ScanInput,
  matches: readonly RuleMatch[],
  responseViews: readonly View[],
): Signal['leaks'] {
  const messages = input.messages.map(({ content }) => content);
  const before = input.system === undefined ? messages : [input.system, ...messages];
  const { pii, secrets } = newMaskedTypes(before, input.response?.content ?? '');
  const secretsByRule = matches.flatMap(({ rule }) => (rule.secret === undefined ? [] : [rule.secret]));
  const userTexts = input.messages.filter(({ role }) => role === 'user').map(({ content }) => content);
  const responses = responseViews.filter(({ name }) => name !== 'raw').map(({ text }) => text);
  return {
    systemPromptRunWords:
      input.system === undefined ? 0 : systemPromptRunWords(input.system, userTexts, responses),
    pii: [...pii],
    secrets: [...new Set([...secrets, ...secretsByRule])],
    trainingDataRunWords: 0,
  };
}

function attackOf(matches: readonly LocatedMatch[], promptLeaked: boolean) {
  const rules = [...new Map(matches.map(({ rule }) => [rule.id, rule])).values()];
  const evidence = rules.map(({ family, score, severity }) => ({ family, score, severity }));
  // A leak is an attack by itself, whatever the wording that brought it about.
  if (promptLeaked) evidence.push({ family: 'system-prompt-leak', score: 1, severity: 'critical' });
  const families = Object.entries(Object.groupBy(evidence, ({ family }) => family))
    .map(([family, ofFamily = []]) => [family, combine(ofFamily.map(({ score }) => score))] as const)
    .sort(([, a], [, b]) => b - a);
  const score = combine(families.map(([, familyScore]) => familyScore));
  return {
    flagged: score >= flagThreshold,
    score,
    severity:
      severities[Math.max(0, ...evidence.map(({ severity }) => severities.indexOf(severity)))] ?? 'info',
    families: Object.fromEntries(families),
    rules: rules.map(({ id }) => id),
    spans: matches.map(spanOf),
  };
}

/** Independent evidence: the chance that not all of it is an accident. Rounded, so that it prints the same everywhere. */
function combine(scores: readonly number[]): number {
  return Number((1 - scores.reduce((rest, score) => rest * (1 - score), 1)).toFixed(4));
}

function spanOf({ rule, segment, view, range }: LocatedMatch): MatchedSpan {
  const raw = view.toRaw(range.start, range.end);
  return {
    ruleId: rule.id,
    message: segment.message,
    start: segment.start + raw.start,
    end: segment.start + raw.end,
  };
}
