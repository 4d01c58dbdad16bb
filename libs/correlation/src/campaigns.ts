import { appended, mostMembers } from './actor-state.js';
import { type Sketch, similarity, wordsDigest } from './sketch.js';
import { thresholds } from './thresholds.js';

/** A flagged interaction, as it counts for campaigns. */
export interface FlaggedAsk {
  readonly atMs: number;
  readonly evidenceId: string;
  readonly modelKey: number;
  /** Digest of the actor, or else of the session. */
  readonly actor: number;
  readonly family: string;
  readonly sketch: Sketch;
  readonly succeeded: boolean;
}

/** Asks that are alike: whoever comes later is compared with the first. Plain JSON. */
export interface Cluster {
  /** Evidence id of its first ask: the same events give the same name. */
  readonly id: string;
  readonly family: string;
  readonly sketch: Sketch;
  readonly firstAtMs: number;
  readonly lastAtMs: number;
  readonly prompts: readonly number[];
  readonly actors: readonly number[];
  readonly models: readonly number[];
  readonly asks: number;
  readonly succeeded: number;
  readonly members: readonly string[];
  /** How many actors there were, and whether it had worked, when it was last told; 0: never. */
  readonly toldActors: number;
  readonly toldSuccess: boolean;
}

/** A cluster that is, or has grown into, a campaign. */
export interface Campaign extends Cluster {
  readonly modelKey: number;
}

/** Clusters remembered, and distinct prompts, actors and models of each; above that numbers stand still. */
const mostClusters = 256;
const mostDistinct = 128;

/**
 * The clusters after one more flagged ask, and the campaign where it made one or doubled one: the same attack in five
 * wordings by two actors, or in one wording by five. Likeness alone is none: only what was flagged comes here.
 */
export function addToClusters(
  clusters: readonly Cluster[],
  ask: FlaggedAsk,
): { readonly clusters: readonly Cluster[]; readonly campaign: Campaign | undefined } {
  const { windowMs, leastSimilarity } = thresholds.campaign;
  const recent = clusters.filter(({ lastAtMs }) => ask.atMs - lastAtMs <= windowMs);
  const alike = recent
    .map((cluster) => ({ cluster, alike: similarity(cluster.sketch, ask.sketch) }))
    .reduce<{ cluster?: Cluster; alike: number }>((best, one) => (one.alike > best.alike ? one : best), {
      alike: 0,
    });
  const joined = alike.alike >= leastSimilarity ? alike.cluster : undefined;
  const grown = grow(joined ?? newCluster(ask), ask);
  const tells = isNews(grown);
  const told = tells
    ? { ...grown, toldActors: grown.actors.length, toldSuccess: grown.succeeded > 0 }
    : grown;
  // The one that was added to last stands last, so the one that rested longest is left out.
  const kept = appended(
    recent.filter((cluster) => cluster !== joined),
    told,
    mostClusters,
  );
  return { clusters: kept, campaign: tells ? { ...told, modelKey: ask.modelKey } : undefined };
}

function isNews({ prompts, actors, succeeded, toldActors, toldSuccess }: Cluster): boolean {
  const { leastPrompts, leastActors, actorsOfOnePrompt } = thresholds.campaign;
  const isCampaign =
    (prompts.length >= leastPrompts && actors.length >= leastActors) || actors.length >= actorsOfOnePrompt;
  if (!isCampaign) return false;
  return toldActors === 0 || actors.length >= 2 * toldActors || (succeeded > 0 && !toldSuccess);
}

function newCluster({ evidenceId, family, sketch, atMs }: FlaggedAsk): Cluster {
  return {
    id: evidenceId,
    family,
    sketch,
    firstAtMs: atMs,
    lastAtMs: atMs,
    prompts: [],
    actors: [],
    models: [],
    asks: 0,
    succeeded: 0,
    members: [],
    toldActors: 0,
    toldSuccess: false,
  };
}

function grow(cluster: Cluster, ask: FlaggedAsk): Cluster {
  return {
    ...cluster,
    lastAtMs: Math.max(cluster.lastAtMs, ask.atMs),
    prompts: withOne(cluster.prompts, wordsDigest(ask.sketch)),
    actors: withOne(cluster.actors, ask.actor),
    models: withOne(cluster.models, ask.modelKey),
    asks: cluster.asks + 1,
    succeeded: cluster.succeeded + (ask.succeeded ? 1 : 0),
    members: appended(cluster.members, ask.evidenceId, mostMembers),
  };
}

function withOne(list: readonly number[], one: number): readonly number[] {
  return list.includes(one) || list.length >= mostDistinct ? list : [...list, one];
}
