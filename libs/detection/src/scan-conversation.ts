import { type Message, type Outcome, type Signal, severities } from '#contracts';
import type { Detector } from './detector.js';
import { type ScanInput, responseIndex } from './scan-input.js';
import { scanInteraction } from './scan-interaction.js';
import { currentTurnStart } from './segments.js';

/**
 * What detection says of the turns of a conversation that begin at message `newFrom` or later: each is judged by its own
 * answer, the last one by the response. Earlier ones were judged when they were logged. One signal speaks for all: the
 * turn with the worst outcome, with every turn's rules and spans.
 */
export function scanConversation(input: ScanInput, newFrom: number, detector: Detector): Signal {
  const signals = [
    ...earlierTurns(input, newFrom).map(({ turn, answerIndex }) =>
      answeredAt(answerIndex, scanInteraction(turn, detector)),
    ),
    scanInteraction(input, detector),
  ];
  return signals.reduce(mergeSignals);
}

interface EarlierTurn {
  readonly turn: ScanInput;
  readonly answerIndex: number;
}

/** Turns before the current one, with the assistant's message that answers each. */
function earlierTurns({ system, messages }: ScanInput, newFrom: number): readonly EarlierTurn[] {
  const turns: EarlierTurn[] = [];
  const end = currentTurnStart(messages);
  let start = newFrom;
  for (let index = newFrom; index < end; index++) {
    const answer = messages[index];
    if (answer?.role !== 'assistant' || !endsTurn(messages[index + 1])) continue;
    const asked = messages.slice(start, index).some(({ role }) => role === 'user');
    start = index + 1;
    if (!asked) continue;
    const turn = { messages: messages.slice(0, index), response: { content: answer.content } };
    turns.push({ turn: system === undefined ? turn : { ...turn, system }, answerIndex: index });
  }
  return turns;
}

/** An assistant's message that calls a tool is followed by its result: the turn goes on. */
function endsTurn(next: Message | undefined): boolean {
  return next?.role === 'user';
}

function answeredAt(answerIndex: number, signal: Signal): Signal {
  const spans = signal.attack.spans.map((span) =>
    span.message === responseIndex ? { ...span, message: answerIndex } : span,
  );
  return { ...signal, attack: { ...signal.attack, spans } };
}

const outcomeRank: readonly Outcome[] = ['none', 'refused', 'partial', 'complied', 'leaked'];

/** Both signals as one; the response's verdict is the last turn's. */
function mergeSignals(earlier: Signal, last: Signal): Signal {
  const isWorse = outcomeRank.indexOf(earlier.outcome) > outcomeRank.indexOf(last.outcome);
  const [worse, other] = isWorse ? [earlier, last] : [last, earlier];
  const union = (a: readonly string[], b: readonly string[]): string[] => [...new Set([...a, ...b])];
  return {
    attack: {
      flagged: worse.attack.flagged || other.attack.flagged,
      ...promptFamilyOf(worse, other),
      score: Math.max(worse.attack.score, other.attack.score),
      severity: severities[Math.max(severityOf(worse), severityOf(other))] ?? 'info',
      families: { ...worse.attack.families, ...familiesBeside(worse, other) },
      rules: union(worse.attack.rules, other.attack.rules),
      decodings: union(worse.attack.decodings, other.attack.decodings),
      spans: [...earlier.attack.spans, ...last.attack.spans],
    },
    response: last.response,
    outcome: worse.outcome,
    leaks: {
      systemPromptRunWords: Math.max(worse.leaks.systemPromptRunWords, other.leaks.systemPromptRunWords),
      pii: union(worse.leaks.pii, other.leaks.pii),
      secrets: union(worse.leaks.secrets, other.leaks.secrets),
      trainingDataRunWords: Math.max(worse.leaks.trainingDataRunWords, other.leaks.trainingDataRunWords),
    },
  };
}

function promptFamilyOf(
  { attack: first }: Signal,
  { attack: second }: Signal,
): Pick<Signal['attack'], 'promptFamily'> {
  const promptFamily = first.promptFamily ?? second.promptFamily;
  return promptFamily === undefined ? {} : { promptFamily };
}

function severityOf({ attack }: Signal): number {
  return severities.indexOf(attack.severity);
}

function familiesBeside(worse: Signal, other: Signal): Record<string, number> {
  const entries = Object.entries(other.attack.families).map(
    ([family, score]) => [family, Math.max(score, worse.attack.families[family] ?? 0)] as const,
  );
  return Object.fromEntries(entries);
}
