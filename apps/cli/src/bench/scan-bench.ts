import type { NativeInteraction } from '#contracts';
import { type Detector, type ScanInput, generateTexts, scanInteraction } from '#detection';
import { planHistory } from '../demo/history.js';
import { writeTurn } from '../demo/write-turn.js';
import { percentile } from './percentile.js';

/** What one core scans. */
export interface ScanFigures {
  readonly kind: 'prompt' | 'prompt and answer' | 'prompt full of trigger words' | 'hostile megabyte';
  readonly n: number;
  readonly meanCharacters: number;
  /** Of processor time, which other work on the machine does not take away from. */
  readonly interactionsPerCpuSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly maxMs: number;
}

/** Texts are joined until they have so many characters, which makes 300 on average. */
const leastCharacters = 240;
const differentPrompts = 4_000;
const oneAttackIn = 50;
const answer =
  'Thank you for your patience. The parcel left the warehouse on Monday and reaches you within three days. ' +
  'You can follow it with the number in the confirmation; if it does not move for two days, write to us again. ';
/** Shapes that cost most: what starts every rule, what decodes, what normalises slowly, what no window ends. */
const hostileUnits = [
  'ignore ',
  '<|im_start|>',
  'QUJD',
  '\u0301',
  'a\u200b',
  '```',
  '%41',
  'a b c ',
  '𝐢',
  '\n[x]: ',
];

/**
 * Figures of `count` prompts, alone and with an answer, of prompts full of the words that attacks are made of, then of
 * 1 MB texts. The prompts are the given ones, else questions of the demo's customers, one in fifty with an attack; these
 * have fewer different words than people.
 */
export function* benchScan(
  detector: Detector,
  count: number,
  given: readonly string[] = [],
): Generator<ScanFigures> {
  const prompts = cycle(given.length > 0 ? given : customerPrompts());
  const hardPrompts = cycle(triggerPrompts());
  const hostile = cycle(hostileUnits.map((unit) => unit.repeat(Math.ceil(1_000_000 / unit.length))));
  const asked = (content: string): ScanInput => ({ messages: [{ role: 'user', content }] });
  const answered = (content: string): ScanInput => ({ ...asked(content), response: { content: answer } });
  // The first thousands run before the compiler has seen them often enough.
  measure(detector, 'prompt', Math.min(count, 5_000), (index) => answered(prompts(index)));
  yield measure(detector, 'prompt', count, (index) => asked(prompts(index)));
  yield measure(detector, 'prompt and answer', count, (index) => answered(prompts(index)));
  yield measure(detector, 'prompt full of trigger words', count, (index) => asked(hardPrompts(index)));
  yield measure(detector, 'hostile megabyte', hostileUnits.length, (index) => asked(hostile(index)));
}

function cycle(texts: readonly string[]): (index: number) => string {
  return (index) => texts[index % texts.length] ?? '';
}

function measure(
  detector: Detector,
  kind: ScanFigures['kind'],
  n: number,
  inputAt: (index: number) => ScanInput,
): ScanFigures {
  const times = new Float64Array(n);
  let characters = 0;
  const startedAt = process.cpuUsage();
  for (let index = 0; index < n; index++) {
    const input = inputAt(index);
    characters += (input.messages[0]?.content.length ?? 0) + (input.response?.content.length ?? 0);
    const before = performance.now();
    scanInteraction(input, detector);
    times[index] = performance.now() - before;
  }
  const { user, system } = process.cpuUsage(startedAt);
  const cpuSeconds = (user + system) / 1e6;
  const sorted = [...times].sort((a, b) => a - b);
  const ms = (share: number) => Number(percentile(sorted, share).toFixed(3));
  return {
    kind,
    n,
    meanCharacters: Math.round(characters / n),
    interactionsPerCpuSecond: Math.round(n / cpuSeconds),
    p50Ms: ms(0.5),
    p99Ms: ms(0.99),
    maxMs: ms(1),
  };
}

/** What customers of the demo ask, an attack at the end of one in fifty. */
function customerPrompts(): readonly string[] {
  const attacks = writtenTexts('injection', differentPrompts / oneAttackIn);
  const turns = planHistory(1, 0).filter(({ session, index }) => session.turns[index]?.kind === 'question');
  const questions = turns.map(({ session, index, atMs }) => userText(writeTurn(session, index, atMs)));
  return joined(questions).map((prompt, index) =>
    index % oneAttackIn === 0 ? `${prompt} ${attacks[index / oneAttackIn]}` : prompt,
  );
}

/** Ordinary texts that were written to look like attacks. */
function triggerPrompts(): readonly string[] {
  return joined(writtenTexts('benign', differentPrompts * 2));
}

function writtenTexts(kind: 'injection' | 'benign', count: number): readonly string[] {
  const none = { injection: 0, extraction: 0, jailbreak: 0, benign: 0 };
  return generateTexts({ ...none, [kind]: count }, 1).map(({ text }) => text);
}

function userText({ messages }: NativeInteraction): string {
  return messages.findLast(({ role }) => role === 'user')?.content ?? '';
}

function joined(texts: readonly string[]): readonly string[] {
  const prompts: string[] = [];
  let prompt = '';
  for (const text of texts) {
    prompt = `${prompt} ${text}`.trimStart();
    if (prompt.length < leastCharacters) continue;
    prompts.push(prompt);
    prompt = '';
    if (prompts.length === differentPrompts) break;
  }
  return prompts;
}
