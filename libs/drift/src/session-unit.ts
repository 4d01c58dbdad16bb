/** At most so many events of a session are evidence. */
export const unitCap = 16;

/** What a session gives as evidence, by feature. A feature that an event lacks has a smaller n. */
export interface SessionEvidence {
  /** Booleans: how many were true, of how many. */
  readonly rates: Readonly<Record<string, readonly [trueCount: number, n: number]>>;
  /** Numbers: the log-grid bin of each event. */
  readonly numbers: Readonly<Record<string, readonly number[]>>;
  /** Categories: how often each value, as `is:<value>`. */
  readonly categories: Readonly<Record<string, Readonly<Record<string, number>>>>;
}

/** An emitted session, the unit of evidence: 1 to 16 events. Plain JSON. */
export interface SessionUnit extends SessionEvidence {
  readonly key: string;
  readonly firstAtMs: number;
  /** Start of the minute in which it counts: a function of the session's events alone. */
  readonly emittedMinuteMs: number;
  /** Terms of the texts of the session's first event, by text: one document a session, however long it is. */
  readonly terms?: Readonly<Record<string, readonly number[]>>;
  /** Who asked, as one of 4,096 numbers; absent where that was not logged. */
  readonly actor?: number;
}

/** A session that may still grow. Plain JSON. */
export interface OpenSession extends SessionEvidence {
  readonly firstAtMs: number;
  readonly lastAtMs: number;
  readonly n: number;
  /** True once it gave its unit: its long rest is not evidence. */
  readonly emitted: boolean;
  /** Signatures of the last minutes with their time and the fingerprint of their prompts, to know a retry. */
  readonly recent: readonly RecentPrompt[];
  readonly terms?: Readonly<Record<string, readonly number[]>>;
  /** Repeats before the session was emitted; absent where events are not told by their prompts. */
  readonly repeats?: number;
  readonly actor?: number;
}

export type RecentPrompt = readonly [signature: string, atMs: number, ...simHash: readonly number[]];
