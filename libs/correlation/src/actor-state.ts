import type { NamedRecord } from './records-in.js';
import { type Risk, noRisk } from './risk.js';
import type { Sketch } from './sketch.js';
import { type UsualUse, nothingUsual } from './usual-use.js';

/** A refused ask that may come back reworded. */
export interface RefusedAsk {
  readonly atMs: number;
  readonly evidenceId: string;
  readonly score: number;
  readonly sketch: Sketch;
  /** A number for the records that it names. */
  readonly records: number;
}

/** How far a conversation has climbed. */
export interface Climb {
  readonly session: string;
  readonly risk: Risk;
  readonly turns: number;
  /** The turns with the most evidence, the last ones. */
  readonly members: readonly string[];
  readonly told: boolean;
}

/** Distinct attacks of one family by one actor. */
export interface Probes {
  readonly family: string;
  readonly lastAtMs: number;
  readonly digests: readonly number[];
  readonly refused: number;
  readonly succeeded: number;
  readonly members: readonly string[];
  /** How many there were when it was last told. */
  readonly told: number;
}

/** What guardrails upstream said of an actor's asks. */
export interface GuardrailRisk {
  readonly nats: number;
  readonly atMs: number;
  /** Distinct asks that one objected to, the last ones. */
  readonly digests: readonly number[];
  readonly members: readonly string[];
  readonly told: boolean;
  /** When several policies against one ask were told last. */
  readonly severalToldAtMs: number;
}

/** What an actor used of a model in the hour, and whose records it asked for in the day. */
export interface ModelUse {
  readonly modelKey: number;
  readonly hour: number;
  readonly tokens: number;
  readonly interactions: number;
  readonly overuseTold: boolean;
  readonly day: number;
  /** The distinct records that were asked for or told. */
  readonly records: readonly NamedRecord[];
  readonly answered: number;
  readonly refused: number;
  readonly members: readonly string[];
  /** Records first named in each of the last sessions, by digest. */
  readonly sessions: readonly (readonly [session: number, records: number])[];
  /** The actor's own days before this one, and the most records of one, faded by a tenth a day. */
  readonly ownDays: number;
  readonly ownRecords: number;
  /** How many records there were when it was last told. */
  readonly recordsTold: number;
}

/** All that is remembered of one actor; bounded in every list. Plain JSON. */
export interface ActorState {
  readonly lastAtMs: number;
  readonly risk: Risk;
  /** Attacks that the risk was added up from, distinct, the last ones. */
  readonly attacks: readonly number[];
  readonly riskMembers: readonly string[];
  readonly riskTold: boolean;
  readonly refusals: readonly RefusedAsk[];
  readonly climbs: readonly Climb[];
  readonly probes: readonly Probes[];
  readonly uses: readonly ModelUse[];
  /** Undefined until a guardrail said something. */
  readonly guardrail?: GuardrailRisk | undefined;
}

/** An actor that nothing is known of. */
export const newActor: ActorState = {
  lastAtMs: 0,
  risk: noRisk,
  attacks: [],
  riskMembers: [],
  riskTold: false,
  refusals: [],
  climbs: [],
  probes: [],
  uses: [],
};

/** What is usual of a model among its actors, in one partition. Plain JSON. */
export interface Peers {
  readonly tokensOfAnHour: UsualUse;
  readonly recordsOfADay: UsualUse;
}

export const unknownPeers: Peers = { tokensOfAnHour: nothingUsual, recordsOfADay: nothingUsual };

/** Evidence that a finding names; the first and the last ones tell the story. */
export const mostMembers = 12;

/** The list with one more at its end, the oldest left out above `most`. */
export function appended<T>(list: readonly T[], one: T, most: number): readonly T[] {
  return [...list.slice(Math.max(0, list.length + 1 - most)), one];
}
