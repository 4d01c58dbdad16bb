/** How many sessions end in which hour, and what bets on a burst have gathered. Plain JSON. */
export interface VolumeWatch {
  /** The hour since 1970 of the first count. */
  readonly firstHour: number;
  readonly sessionsByHour: readonly number[];
  /** The last minute with a session. */
  readonly lastMinuteMs: number;
  /** Shiryaev–Roberts statistics by bet. */
  readonly r: readonly number[];
  /** The CUSUM of the middle bet, at least 1, and since it left that: from when, sessions, and those usual by then. */
  readonly cusum: number;
  readonly sinceMs: number;
  readonly seen: number;
  readonly usual: number;
  /** When the burst that has been told began; null while there is none. */
  readonly burstFromMs: number | null;
}
