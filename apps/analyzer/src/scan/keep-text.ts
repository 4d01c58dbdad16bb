import { sessionDigest } from '#features';
import { evidenceIdOf } from './attack-findings.js';
import type { PartitionMemory } from './partition-memory.js';
import type { Scanned } from './scanned.js';
import { storedOn } from './stored-on.js';

/** How much text is kept of a model: evidence; that and a daily sample; everything. */
export type Retain = 'evidence' | 'sample' | 'all';

/** Why the text of an interaction is kept; `flagged`: or a finding names it; `context`: a turn around such a one. */
export type WhyStored = 'flagged' | 'context' | 'sample' | 'all';

/** An interaction whose text is kept. */
export interface Kept extends Scanned {
  readonly whyStored: WhyStored;
}

/** How much is kept of whom. */
export interface TextRetention {
  retainOf(modelKey: number): Retain;
  /** Interactions that the sample of a model and day holds. */
  readonly samplePerDay: number;
}

/** So many turns after a flagged one are kept with it. */
const turnsAfter = 3;

/**
 * Whose text is kept now that this interaction was scanned and added to its session: its own, that of turns before it,
 * or nobody's.
 */
export function keepText(
  scanned: Scanned,
  memory: PartitionMemory,
  retention: TextRetention & {
    /** It is flagged, or a finding names it. */
    readonly isEvidence: boolean;
  },
): readonly Kept[] {
  const { modelKey } = scanned.interaction;
  const retain = retention.retainOf(modelKey);
  const isSample = retain === 'sample' && belongsToSample(scanned, memory, retention.samplePerDay);
  const around = turnsAround(scanned, memory, retention.isEvidence);
  if (retention.isEvidence) return [...around, keptAs(scanned, 'flagged')];
  if (around.length > 0) return around;
  if (retain === 'all') return [keptAs(scanned, 'all')];
  return isSample ? [keptAs(scanned, 'sample')] : [];
}

/** Asked of every interaction, flagged ones too, so that the sample is one of all of them. */
function belongsToSample(scanned: Scanned, memory: PartitionMemory, perDay: number): boolean {
  const { modelKey } = scanned.interaction;
  return memory.samples.takes(modelKey, storedOn(scanned), evidenceIdOf(scanned), perDay);
}

/** Of a flagged interaction the turns before it; of another one itself where it follows a flagged one. */
function turnsAround(scanned: Scanned, memory: PartitionMemory, isEvidence: boolean): readonly Kept[] {
  const { interaction, newFrom } = scanned;
  const digest = sessionDigest(interaction);
  const session = memory.session(interaction.modelKey, digest);
  const conversation = `${interaction.modelKey}/${digest}`;
  if (session === undefined) return [];
  if (isEvidence) {
    memory.putSession({ ...session, following: turnsAfter });
    const before = memory.turns.take(conversation);
    // What carries its history needs no earlier turns beside it.
    return newFrom > 0 ? [] : before.map((turn) => keptAs(turn, 'context'));
  }
  if (session.following > 0) {
    memory.putSession({ ...session, following: session.following - 1 });
    return [keptAs(scanned, 'context')];
  }
  if (interaction.session ?? interaction.actor) memory.turns.remember(conversation, scanned);
  return [];
}

function keptAs(scanned: Scanned, whyStored: WhyStored): Kept {
  return { ...scanned, whyStored };
}

const strength: readonly WhyStored[] = ['all', 'sample', 'context', 'flagged'];

/** The same interaction kept for two reasons: the stronger one. */
export function strongerOf(one: Kept, other: Kept): Kept {
  return strength.indexOf(other.whyStored) > strength.indexOf(one.whyStored) ? other : one;
}
