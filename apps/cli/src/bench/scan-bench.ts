import { type Detector, type ScanInput, generateTexts, scanInteraction } from '#detection';
import { percentile } from './percentile.js';

/** What one core scans. */
export interface ScanFigures {
  readonly kind: 'prompt' | 'prompt and answer' | 'hostile megabyte';
  readonly n: number;
  readonly meanCharacters: number;
  /** Of processor time, which other work on the machine does not take away from. */
  readonly interactionsPerCpuSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly maxMs: number;
}

const targetCharacters = 300;
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
 * Figures of `count` prompts, alone and with an answer, then of 1 MB texts. The prompts are the given ones, else
 * generated ones of about 300 characters, one in fifty an attack; these have fewer different words than people.
 */
export function* benchScan(
  detector: Detector,
  count: number,
  given: readonly string[] = [],
): Generator<ScanFigures> {
  const prompts = given.length > 0 ? given : promptsOf(Math.min(count, 4_000));
  const nth = (index: number) => prompts[index % prompts.length]!;
  const asked = (content: string): ScanInput => ({ messages: [{ role: 'user', content }] });
  const answered = (content: string): ScanInput => ({ ...asked(content), response: { content: answer } });
  // The first thousands run before the compiler has seen them often enough.
  measure(detector, 'prompt', Math.min(count, 5_000), (index) => answered(nth(index)));
  yield measure(detector, 'prompt', count, (index) => asked(nth(index)));
  yield measure(detector, 'prompt and answer', count, (index) => answered(nth(index)));
  const hostile = hostileUnits.map((unit) => unit.repeat(Math.ceil(1_000_000 / unit.length)));
  yield measure(detector, 'hostile megabyte', hostile.length, (index) => asked(hostile[index] ?? ''));
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

function promptsOf(count: number): readonly string[] {
  const attacks = Math.ceil(count / 50);
  const texts = generateTexts({ injection: attacks, extraction: 0, jailbreak: 0, benign: count * 2 }, 1);
  const prompts: string[] = [];
  for (let index = 0, prompt = ''; prompts.length < count && index < texts.length; index++) {
    prompt = `${prompt} ${texts[index]?.text ?? ''}`.trimStart();
    if (prompt.length < targetCharacters / 2) continue;
    prompts.push(prompt);
    prompt = '';
  }
  return prompts;
}
