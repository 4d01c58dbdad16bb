import type { Message } from '#contracts';
import type { RuleWhere } from './rules/rule-schema.js';
import { type ScanInput, responseIndex, systemIndex } from './scan-input.js';

/** A piece of text to look at and where it stands. */
export interface Segment {
  readonly message: number;
  readonly where: RuleWhere;
  readonly text: string;
  /** Index of the piece's first UTF-16 unit in the message. */
  readonly start: number;
}

/** Of a longer text its head and tail are looked at: attackers hide at the ends, and time must stay bounded. */
const headCharacters = 48_000;
const tailCharacters = 16_000;
const maxCharacters = 192_000;

/**
 * The texts of the current turn, system prompt and response, cut to bounded sizes. The current turn runs from the
 * last uninterrupted block of user messages to the end: earlier ones were judged by their own response.
 */
export function segmentsOf(input: ScanInput): {
  readonly segments: readonly Segment[];
  readonly truncated: boolean;
} {
  const whole: Segment[] = [];
  if (input.system !== undefined) {
    whole.push({ message: systemIndex, where: 'system', text: input.system, start: 0 });
  }
  input.messages.forEach((message, index) => {
    const where = whereOf(message);
    if (index < currentTurnStart(input.messages) || where === undefined) return;
    whole.push({ message: index, where, text: message.content, start: 0 });
  });
  if (input.response !== undefined) {
    whole.push({ message: responseIndex, where: 'response', text: input.response.content, start: 0 });
  }
  return withinBudget(whole.flatMap(headAndTail), whole);
}

/** Index of the first message of the current turn; 0 where no user message is. */
export function currentTurnStart(messages: readonly Message[]): number {
  let start = messages.findLastIndex((message) => message.role === 'user');
  while (start > 0 && messages[start - 1]?.role !== 'assistant') start--;
  return Math.max(start, 0);
}

function whereOf(message: Message): RuleWhere | undefined {
  switch (message.role) {
    case 'user':
      return message.where ?? 'user';
    case 'tool':
      return message.where ?? 'tool';
    case 'system':
    case 'developer':
      return message.where ?? 'system';
    case 'assistant':
      return undefined;
  }
}

function headAndTail(segment: Segment): readonly Segment[] {
  const { text } = segment;
  if (text.length <= headCharacters + tailCharacters) return [segment];
  const tailStart = text.length - tailCharacters;
  return [
    { ...segment, text: text.slice(0, headCharacters) },
    { ...segment, text: text.slice(tailStart), start: tailStart },
  ];
}

/** The last segments win: the response and the newest messages. */
function withinBudget(pieces: readonly Segment[], whole: readonly Segment[]) {
  let budget = maxCharacters;
  const segments = pieces
    .toReversed()
    .filter(({ text }) => (budget -= text.length) >= 0)
    .toReversed();
  const sum = (parts: readonly Segment[]) => parts.reduce((total, { text }) => total + text.length, 0);
  return { segments, truncated: sum(segments) < sum(whole) };
}
