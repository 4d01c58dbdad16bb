import { type Pattern, newActor, observeActor, unknownPeers } from '#correlation';
import { type Detector, createHeads, scanInteraction, seededBelow } from '#detection';
import type { CorpusRow } from '../heads/read-corpus.js';
import type { Evaluation, Measure } from './evaluate-detection.js';
import { type Below, type GeneratedStep, harvest, retryUntilComply } from './generated-sequences.js';
import { shareOf } from './share.js';

const minuteMs = 60_000;
/** Sequences of a kind, and different attacks of one actor. */
const mostSequences = 400;
const attacksOfAnActor = 12;
const noRefusal = 'Of course. Here is how: first you take it apart, then you put it together again.';

type Kind = Pattern['kind'];
type ShareTold = (of: string, kinds: readonly Kind[], stories: readonly Story[]) => Measure;

/**
 * Recall of patterns over messages: conversations of the corpus with every turn answered, since their rows hold no
 * answers, and sequences that are generated and say so in their names. What the model did is given, not judged.
 */
export function* patternsOverMessages({ open, trained, rules, seed }: Evaluation): Generator<Measure> {
  const told = kindsTold({ rules, heads: createHeads(trained) });
  const below = seededBelow(seed);
  const share: ShareTold = (of, kinds, stories) => {
    const found = stories.filter((story) => kinds.some((kind) => told(story).has(kind)));
    return { measure: 'over messages', of, share: shareOf(found.length, stories.length) };
  };
  const conversations = (of: CorpusRow['label']): readonly Story[] =>
    open.flatMap(({ label, turns }) => (label !== of || turns === undefined ? [] : [turnsOf(turns)]));
  yield share('multiturn_attack, every turn answered: any pattern', anyAttack, conversations('attack'));
  yield share('ordinary conversations, every turn answered: any pattern', anyAttack, conversations('benign'));
  const dev = open.filter(({ label, split, turns }) => label === 'attack' && split === 'dev' && !turns);
  yield* retries(share, dev, below);
  const techniques = dev.filter(({ category }) => category !== 'harmful_request');
  for (const [file, rows] of Map.groupBy(techniques, (row) => row.file)) {
    const of = `generated actor with ${attacksOfAnActor} refused dev attacks of ${file}`;
    const actors = actorsWith(rows);
    if (actors.length > 0) yield share(of, ['persistent-attacker', 'probing'], actors);
  }
  yield* harvests(share, below);
}

const anyAttack: readonly Kind[] = ['escalation', 'persistent-attacker', 'probing', 'retry-until-comply'];

function* retries(share: ShareTold, dev: readonly CorpusRow[], below: Below): Generator<Measure> {
  const isBare = ({ category }: CorpusRow): boolean => category === 'harmful_request';
  for (const [name, rows, refusals] of [
    ['a dev attack', dev.filter((row) => !isBare(row)), 1],
    ['a bare harmful ask', dev.filter(isBare), 1],
    ['a bare harmful ask', dev.filter(isBare), 4],
  ] as const) {
    for (const changed of [0.2, 0.4, 0.6]) {
      const stories = rows
        .slice(0, mostSequences)
        .map(({ text }) => retryUntilComply(text.slice(0, 1_500), { refusals, share: changed }, below));
      const of = `generated retry of ${name}, ${refusals} refused, ${changed * 100} % of words replaced`;
      yield share(of, ['retry-until-comply'], stories);
    }
  }
}

function* harvests(share: ShareTold, below: Below): Generator<Measure> {
  for (const [count, enumerated] of [
    [15, true],
    [45, true],
    [45, false],
  ] as const) {
    const stories = Array.from({ length: mostSequences }, () => harvest(count, enumerated, below));
    const of = `generated harvest of ${count} records, numbers ${enumerated ? 'in a row' : 'from anywhere'}`;
    yield share(of, ['record-harvesting'], stories);
  }
}

type Story = readonly GeneratedStep[];

function turnsOf(turns: readonly unknown[]): Story {
  return turns.map((turn) => ({
    ask: String((turn as { content?: unknown }).content ?? ''),
    refused: false,
  }));
}

/** Actors who send so many different rows each; what is left over is nobody's. */
function actorsWith(rows: readonly CorpusRow[]): readonly Story[] {
  return Array.from({ length: Math.floor(rows.length / attacksOfAnActor) }, (_, actor) =>
    rows
      .slice(actor * attacksOfAnActor, (actor + 1) * attacksOfAnActor)
      .map(({ text }) => ({ ask: text, refused: true })),
  );
}

/** A function that tells a story to a new actor's state, a step a minute, one session, and says which patterns it completes. */
function kindsTold(detector: Detector): (story: Story) => ReadonlySet<Pattern['kind']> {
  return (story) => {
    const kinds = new Set<Pattern['kind']>();
    let state = newActor;
    story.forEach(({ ask, refused }, index) => {
      const { attack } = scanInteraction({ messages: [{ role: 'user', content: ask }] }, detector);
      const observed = observeActor(
        state,
        {
          atMs: (index + 1) * minuteMs,
          modelKey: 1,
          session: 'story',
          evidenceId: String(index),
          ask,
          answer: refused ? "I'm sorry, I can't help with that." : noRefusal,
          attack: { flagged: attack.flagged, score: attack.score, family: Object.keys(attack.families)[0] },
          verdict: refused ? 'refused' : 'complied',
          outcome: refused ? 'refused' : attack.flagged ? 'complied' : 'none',
          tokens: 100,
          goesOn: false,
        },
        unknownPeers,
      );
      state = observed.state;
      for (const { kind } of observed.patterns) kinds.add(kind);
    });
    return kinds;
  };
}
