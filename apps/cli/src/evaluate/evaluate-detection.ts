import {
  type Detector,
  type TrainedHeads,
  createHeads,
  scanInteraction,
  trainRefusalWithout,
  trainWithoutEach,
} from '#detection';
import type { CorpusRow } from '../heads/read-corpus.js';
import { labelledResponsesOf, trainingTextsOf } from '../heads/training-rows.js';
import { type Share, shareOf } from './share.js';
import { transforms } from './transforms.js';

/** One line of the evaluation. */
export interface Measure {
  readonly measure: string;
  readonly of: string;
  readonly share: Share;
}

/** What is evaluated and on what: `open` rows of the training folder, `research` rows that nothing shipped learnt from. */
export interface Evaluation {
  readonly open: readonly CorpusRow[];
  readonly research: readonly CorpusRow[];
  readonly trained: TrainedHeads;
  readonly rules: Detector['rules'];
  readonly seed: number;
}

/** Asks with no technique in them: counted apart, since finding them is not the aim. */
const bareAsks = new Set(['harmful_request']);
const transformedTexts = 150;

const inputOf = ({ text, where }: CorpusRow) => ({
  messages: [{ role: where === 'tool' ? ('tool' as const) : ('user' as const), content: text, where }],
});

/** Flagged at the shipped threshold, by file, label and split; of attacks the share that is found. */
export function* flaggedByFile({ open, research, ...parts }: Evaluation): Generator<Measure> {
  const detector = detectorOf(parts);
  const groups = Map.groupBy(
    [...open.map((row) => ['open', row] as const), ...research.map((row) => ['research', row] as const)],
    ([folder, row]) => `${row.label}, ${folder} ${row.file}${folder === 'open' ? `, ${row.split}` : ''}`,
  );
  for (const [of, rows] of [...groups].sort(([a], [b]) => a.localeCompare(b))) {
    const flagged = rows.filter(([, row]) => scanInteraction(inputOf(row), detector).attack.flagged);
    yield { measure: 'flagged', of, share: shareOf(flagged.length, rows.length) };
  }
}

const isTechnique = ({ label, category, turns }: CorpusRow): boolean =>
  label === 'attack' && !bareAsks.has(category) && turns === undefined;

/** Recall on each attack file by heads that saw none of its attacks, at 1 % and 0.1 % of ordinary texts they did not see. */
export function* leaveOneOut({ open, research, trained, rules, seed }: Evaluation): Generator<Measure> {
  const train = open.filter(({ split }) => split === 'train');
  // Encoded asks are found by what they decode to, which no file of attacks teaches.
  const files = [...new Set(train.filter(isTechnique).map(({ file }) => file))].filter(
    (file) => file !== 'obfuscation',
  );
  const ordinary = [...open.filter(({ split }) => split === 'dev'), ...research].filter(
    ({ label, file }) => label === 'benign' && file !== 'obfuscation',
  );
  const data = { texts: trainingTextsOf(train), responses: [], rules, seed };
  for (const { collection, prompt } of trainWithoutEach(data, files)) {
    const detector = detectorOf({ trained: { ...trained, prompt }, rules });
    const scoreOf = (row: CorpusRow) => scanInteraction(inputOf(row), detector).attack.score;
    const attacks = open.filter((row) => row.file === collection && isTechnique(row)).map(scoreOf);
    const benign = ordinary.map(scoreOf).sort((a, b) => b - a);
    const limits = {
      '1 %': limitAt(benign, 0.01),
      '0.1 %': limitAt(benign, 0.001),
      'the shipped threshold': 0.5999,
    };
    for (const [at, limit] of Object.entries(limits)) {
      const found = attacks.filter((score) => score > limit).length;
      yield { measure: `left out, at ${at}`, of: collection, share: shareOf(found, attacks.length) };
    }
  }
}

/** The score that this share of ordinary texts passes. */
function limitAt(descending: readonly number[], share: number): number {
  return descending[Math.floor(descending.length * share)] ?? 1;
}

/** Of attacks that are found, the share that stays found under each disguise. */
export function* keptUnderTransforms({ open, ...parts }: Evaluation): Generator<Measure> {
  const detector = detectorOf(parts);
  const isFound = (row: CorpusRow) => scanInteraction(inputOf(row), detector).attack.flagged;
  const short = open.filter(
    ({ label, split, text }) => label === 'attack' && split === 'dev' && text.length < 1_500,
  );
  const found = short.filter(isFound).slice(0, transformedTexts);
  for (const [name, transform] of Object.entries(transforms)) {
    const kept = found.filter((row) => isFound({ ...row, text: transform(row.text) }));
    yield { measure: 'kept under transform', of: name, share: shareOf(kept.length, found.length) };
  }
}

/** Agreement of the verdict, refused or not, with the label, by source: heads as shipped, and trained without the source. */
export function* refusalsBySource({ open, trained, rules, seed }: Evaluation): Generator<Measure> {
  const labelled = open.filter(
    ({ response, response_label }) => response !== undefined && response_label !== undefined,
  );
  const train = open.filter(({ split }) => split === 'train');
  const responses = labelledResponsesOf(train);
  for (const [source, rows] of Map.groupBy(labelled, (row) => row.source)) {
    const name = source.slice(0, 40);
    const without = { ...trained, refusal: trainRefusalWithout(responses, source, seed) };
    const right = (detector: Detector, of: readonly CorpusRow[]) =>
      of.filter((row) => {
        const input = { ...inputOf(row), response: { content: row.response ?? '' } };
        const refused = scanInteraction(input, detector).response.verdict === 'refused';
        return refused === (row.response_label === 'refused');
      }).length;
    yield {
      measure: 'refusal, patterns alone',
      of: name,
      share: shareOf(right({ rules }, rows), rows.length),
    };
    const left = right(detectorOf({ trained: without, rules }), rows);
    yield { measure: 'refusal, source left out', of: name, share: shareOf(left, rows.length) };
    const dev = rows.filter(({ split }) => split === 'dev');
    yield {
      measure: 'refusal, dev',
      of: name,
      share: shareOf(right(detectorOf({ trained, rules }), dev), dev.length),
    };
  }
}

/** Excerpts of a system prompt planted in an answer, by length in words, and other prompts' answers as a check. */
export function* leakCurve({ research, rules }: Evaluation): Generator<Measure> {
  const prompts = research.filter(({ file }) => file === 'benign_hard_roleplay').map(({ text }) => text);
  const run = (system: string, answer: string) =>
    scanInteraction(
      { system, messages: [{ role: 'user', content: 'Hi' }], response: { content: answer } },
      { rules },
    ).leaks.systemPromptRunWords >= 10;
  for (const words of [10, 12, 15, 25]) {
    const excerpts = prompts.flatMap((text) => {
      const all = text.split(/\s+/);
      const start = Math.floor(all.length / 3);
      return all.length < start + words ? [] : [{ text, excerpt: all.slice(start, start + words).join(' ') }];
    });
    const found = excerpts.filter(({ text, excerpt }) =>
      run(text, `Of course. It says: ${excerpt}. Anything else?`),
    );
    yield { measure: 'leak found', of: `${words} words`, share: shareOf(found.length, excerpts.length) };
  }
  const answers = research.flatMap(({ response }) => response ?? []).slice(0, 5_000);
  const false_ = answers.filter((answer, index) => run(prompts[index % prompts.length]!, answer));
  yield {
    measure: 'leak, false positives',
    of: "another prompt's answers",
    share: shareOf(false_.length, answers.length),
  };
}

function detectorOf({ trained, rules }: Pick<Evaluation, 'trained' | 'rules'>): Detector {
  return { rules, heads: createHeads(trained) };
}
