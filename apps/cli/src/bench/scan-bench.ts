import type { NativeInteraction } from '#contracts';
import { type Detector, type ScanInput, generateTexts, scanInteraction } from '#detection';
import { planHistory } from '../demo/history.js';
import { writeTurn } from '../demo/write-turn.js';
import { percentile } from './percentile.js';

/** What one core scans of one kind of text, warm. */
export interface ScanFigures {
  readonly kind: ScanKind;
  /** Texts that were scanned before anything was measured. */
  readonly warmUpTexts: number;
  readonly passes: number;
  readonly textsPerPass: number;
  readonly meanCharacters: number;
  /** Of processor time, which other work on the machine slows but does not take away from; of the median pass. */
  readonly interactionsPerCpuSecond: number;
  readonly slowestPassPerCpuSecond: number;
  readonly fastestPassPerCpuSecond: number;
  /** Of every scan of all passes, by the clock. */
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly maxMs: number;
}

/** How much is scanned and of what. */
export interface ScanBenchPlan {
  readonly textsPerPass: number;
  readonly passes: number;
  /** Of each kind but the hostile one, in turns. */
  readonly warmUpTextsPerKind: number;
  /** Instead of what the demo's customers ask. */
  readonly prompts?: readonly string[];
}

type ScanKind = 'prompt' | 'prompt and answer' | 'prompt full of trigger words' | 'hostile megabyte';

interface KindOfText {
  readonly kind: ScanKind;
  readonly textsPerPass: number;
  readonly inputAt: (index: number) => ScanInput;
}

/** The compiler needs more than 20,000 texts until the speed is steady; a service has seen so many within a minute. */
export const defaultScanBenchPlan: ScanBenchPlan = {
  textsPerPass: 20_000,
  passes: 5,
  warmUpTextsPerKind: 30_000,
};

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
 * Figures of prompts, alone and with an answer, of prompts full of the words that attacks are made of, then of 1 MB
 * texts, as a service scans them that has run for a while: all kinds are scanned in turns until the compiler is done,
 * then each in several passes. Without `prompts` these are questions of the demo's customers, one in fifty with an attack,
 * which have fewer different words than people's.
 */
export function* benchScan(detector: Detector, plan: ScanBenchPlan): Generator<ScanFigures> {
  const kinds = kindsOfText(plan);
  const warmUpTexts = warmUp(detector, kinds, plan.warmUpTextsPerKind);
  for (const kind of kinds) {
    const passes = Array.from({ length: plan.passes }, () => scanPass(detector, kind));
    yield { ...figuresOf(kind, passes), warmUpTexts };
  }
}

function kindsOfText({ prompts = [], textsPerPass }: ScanBenchPlan): readonly KindOfText[] {
  const promptAt = cycle(prompts.length > 0 ? prompts : customerPrompts());
  const hardAt = cycle(triggerPrompts());
  const hostileAt = cycle(hostileUnits.map((unit) => unit.repeat(Math.ceil(1_000_000 / unit.length))));
  const asked = (content: string): ScanInput => ({ messages: [{ role: 'user', content }] });
  const answered = (content: string): ScanInput => ({ ...asked(content), response: { content: answer } });
  return [
    { kind: 'prompt', textsPerPass, inputAt: (index) => asked(promptAt(index)) },
    { kind: 'prompt and answer', textsPerPass, inputAt: (index) => answered(promptAt(index)) },
    { kind: 'prompt full of trigger words', textsPerPass, inputAt: (index) => asked(hardAt(index)) },
    {
      kind: 'hostile megabyte',
      textsPerPass: hostileUnits.length,
      inputAt: (index) => asked(hostileAt(index)),
    },
  ];
}

function cycle(texts: readonly string[]): (index: number) => string {
  return (index) => texts[index % texts.length] ?? '';
}

/** How many texts were scanned. */
function warmUp(detector: Detector, kinds: readonly KindOfText[], perKind: number): number {
  let texts = 0;
  for (let index = 0; index < perKind; index++) {
    for (const { kind, inputAt } of kinds) {
      if (kind === 'hostile megabyte') continue;
      scanInteraction(inputAt(index), detector);
      texts++;
    }
  }
  return texts;
}

interface ScanPass {
  readonly scanMs: Float64Array;
  readonly characters: number;
  readonly perCpuSecond: number;
}

function scanPass(detector: Detector, { textsPerPass, inputAt }: KindOfText): ScanPass {
  const scanMs = new Float64Array(textsPerPass);
  let characters = 0;
  const startedAt = process.cpuUsage();
  for (let index = 0; index < textsPerPass; index++) {
    const input = inputAt(index);
    characters += (input.messages[0]?.content.length ?? 0) + (input.response?.content.length ?? 0);
    const before = performance.now();
    scanInteraction(input, detector);
    scanMs[index] = performance.now() - before;
  }
  const { user, system } = process.cpuUsage(startedAt);
  return { scanMs, characters, perCpuSecond: (textsPerPass * 1e6) / (user + system) };
}

function figuresOf(
  { kind, textsPerPass }: KindOfText,
  passes: readonly ScanPass[],
): Omit<ScanFigures, 'warmUpTexts'> {
  const rates = passes.map(({ perCpuSecond }) => perCpuSecond).sort((a, b) => a - b);
  const times = passes.flatMap(({ scanMs }) => [...scanMs]).sort((a, b) => a - b);
  const characters = passes.reduce((sum, pass) => sum + pass.characters, 0);
  const ms = (share: number) => Number(percentile(times, share).toFixed(3));
  const rate = (share: number) => Math.round(percentile(rates, share));
  return {
    kind,
    passes: passes.length,
    textsPerPass,
    meanCharacters: Math.round(characters / times.length),
    interactionsPerCpuSecond: rate(0.5),
    slowestPassPerCpuSecond: rate(0),
    fastestPassPerCpuSecond: rate(1),
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
