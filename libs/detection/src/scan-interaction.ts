import type { MatchedSpan, Signal } from '#contracts';
import { type JudgedText, attackEvidence } from './attack-evidence.js';
import { decideOutcome } from './decide-outcome.js';
import type { Detector } from './detector.js';
import { corpusRun } from './leaks/corpus-index.js';
import { leakEvidence } from './leaks/leak-evidence.js';
import { newMaskedTypes } from './leaks/new-masked-types.js';
import { systemPromptRunWords } from './leaks/system-prompt-run.js';
import { answersTheAsk } from './response/answers-the-ask.js';
import { judgeResponse } from './response/judge-response.js';
import { type RuleMatch, matchRules } from './rules/match-rules.js';
import type { ScanInput } from './scan-input.js';
import { type Segment, segmentsOf } from './segments.js';
import { makeViews } from './views/make-views.js';
import { disguisesIn } from './views/view.js';

interface LocatedMatch extends RuleMatch {
  readonly segment: Segment;
}

/** What detection says of one interaction: rules and heads over all views, the response's verdict, leaks and the outcome. */
export function scanInteraction(input: ScanInput, detector: Detector): Signal {
  const { segments, truncated } = segmentsOf(input);
  const viewed = segments.map((segment) => ({ segment, views: makeViews(segment.text) }));
  const judged = viewed.map(({ segment, views }) => {
    const matches = matchRules(detector.rules, views, segment.where)
      .map((match) => ({ ...match, segment }))
      .filter((match) => !isEcho(match, segments));
    const rules = [...new Map(matches.map(({ rule }) => [rule.id, rule])).values()];
    return { where: segment.where, views, matches, rules };
  });
  const matches = judged.flatMap((text) => text.matches);
  const leaks = findLeaks(input, judged, detector);
  const response = judgeResponse(input.response?.content, detector.heads);
  const attack = leakEvidence(attackEvidence(judged, detector, response.verdict), leaks);
  const decodings = judged.flatMap(({ views }) => disguisesIn(views));
  return {
    attack: {
      ...attack,
      rules: [...new Set(matches.map(({ rule }) => rule.id))],
      decodings: [...new Set([...decodings, ...(truncated ? ['truncated'] : [])])],
      spans: matches.map(spanOf),
    },
    response,
    outcome: decideOutcome(attack, { ...response, isOnGoal: answersTheAsk(input) }, leaks),
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

function findLeaks(input: ScanInput, texts: readonly JudgedText[], { corpus }: Detector): Signal['leaks'] {
  const messages = input.messages.map(({ content }) => content);
  const before = input.system === undefined ? messages : [input.system, ...messages];
  const response = input.response?.content ?? '';
  const { pii, secrets } = newMaskedTypes(before, response);
  const secretsByRule = texts.flatMap(({ rules }) => rules.flatMap(({ secret }) => secret ?? []));
  const userTexts = input.messages.filter(({ role }) => role === 'user').map(({ content }) => content);
  const readings = texts
    .flatMap(({ where, views }) => (where === 'response' ? views : []))
    .flatMap(({ name, text }) => (name === 'raw' ? [] : [text]));
  return {
    systemPromptRunWords:
      input.system === undefined ? 0 : systemPromptRunWords(input.system, userTexts, readings),
    pii: [...pii],
    secrets: [...new Set([...secrets, ...secretsByRule])],
    trainingDataRunWords: corpus === undefined ? 0 : corpusRun(corpus, response, userTexts),
  };
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
