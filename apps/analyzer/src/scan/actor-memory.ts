import {
  type ActorState,
  type Observation,
  type Pattern,
  type Peers,
  endedUses,
  hourMs,
  newActor,
  observeActor,
  unknownPeers,
} from '#correlation';

/** Actors remembered of one partition; the one that was touched longest ago is forgotten. */
const mostActors = 20_000;
/** Who does nothing for so long is forgotten. */
const rememberedMs = 48 * hourMs;

/** What is remembered of an actor, and which masked record touched it last. */
export interface StoredActor {
  /** Hexadecimal. */
  readonly digest: string;
  readonly lastOffset: bigint;
  readonly state: ActorState;
}

/** What Postgres holds of a partition's actors. */
export interface StoredActors {
  /** Event time that they have been brought to. */
  readonly atMs: number;
  /** In the order of `lastOffset`. */
  readonly actors: readonly StoredActor[];
  readonly peers: readonly (readonly [modelKey: number, peers: Peers])[];
}

/**
 * The actors of one partition, and what is usual among them. All of it follows from the records in their order, so one
 * analyzer or four, killed or not, live or replayed, say the same.
 */
export class ActorMemory {
  #atMs: number;
  /** In the order of `lastOffset`. */
  readonly #actors: Map<string, StoredActor>;
  readonly #peers: Map<number, Peers>;
  readonly #touchedActors = new Set<string>();
  readonly #touchedPeers = new Set<number>();

  constructor(stored: StoredActors) {
    this.#atMs = stored.atMs;
    this.#actors = new Map(stored.actors.map((actor) => [actor.digest, actor]));
    this.#peers = new Map(stored.peers);
  }

  /** Event time that the actors have been brought to. */
  get atMs(): number {
    return this.#atMs;
  }

  /** The patterns that one more interaction of an actor completes. */
  observe(digest: string, observation: Observation, offset: bigint): readonly Pattern[] {
    this.#advance(observation.atMs);
    const before = this.#actors.get(digest)?.state ?? newActor;
    const { state, patterns } = observeActor(before, observation, this.#peersOf(observation.modelKey));
    this.#forget(digest);
    this.#actors.set(digest, { digest, lastOffset: offset, state });
    this.#touchedActors.add(digest);
    const oldest = this.#actors.keys().next().value;
    if (this.#actors.size > mostActors && oldest !== undefined) this.#forget(oldest);
    return patterns;
  }

  /** What changed since the last commit. */
  changes() {
    const touched = [...this.#touchedActors].map((digest) => ({ digest, kept: this.#actors.get(digest) }));
    return {
      kept: touched.flatMap(({ kept }) => kept ?? []),
      gone: touched.filter(({ kept }) => kept === undefined).map(({ digest }) => digest),
      peers: [...this.#touchedPeers].map((modelKey) => [modelKey, this.#peersOf(modelKey)] as const),
    };
  }

  committed(): void {
    this.#touchedActors.clear();
    this.#touchedPeers.clear();
  }

  /** Where an hour ends, what each actor used in it becomes part of what is usual. */
  #advance(atMs: number): void {
    if (atMs <= this.#atMs) return;
    const span = { fromMs: this.#atMs, untilMs: atMs };
    this.#atMs = atMs;
    if (Math.floor(span.fromMs / hourMs) === Math.floor(atMs / hourMs)) return;
    for (const { digest, state } of [...this.#actors.values()]) {
      for (const [modelKey, peers] of endedUses(state.uses, span, (key) => this.#peersOf(key))) {
        this.#peers.set(modelKey, peers);
        this.#touchedPeers.add(modelKey);
      }
      if (atMs - state.lastAtMs > rememberedMs) this.#forget(digest);
    }
  }

  #peersOf(modelKey: number): Peers {
    return this.#peers.get(modelKey) ?? unknownPeers;
  }

  #forget(digest: string): void {
    if (this.#actors.delete(digest)) this.#touchedActors.add(digest);
  }
}
