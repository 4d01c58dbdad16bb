import { createHash } from 'node:crypto';
import { type PairCounts, addPair, alarmNats, decideRepeats, noPairs, roundsEvidence } from '#comparison';
import { type Database, ModelRegistryStore, type Sql, insertFindings } from '#database';
import { type Detector, type Probe, putProbe } from '#detection';
import { type Clock, type Result, err, ok } from '#kernel';
import { type ChatService, type ChatTurn, completeChat, describeNoAnswer } from '#outbound';
import { type Logger, withSpan } from '#telemetry';
import { erosionFinding } from './erosion-finding.js';
import {
  type ClaimedRound,
  type ProbeResult,
  answeredProbes,
  claimRound,
  finishRound,
  keepResult,
  postponeRound,
  readResults,
  readRounds,
  renewLease,
  tellOnce,
} from './probe.store.js';
import { type ProbedModel, openEndpoint } from './probes-file.js';

/** After a model did not answer. */
const postponedMs = 10 * 60_000;

interface ProbeParts {
  readonly database: Database;
  readonly models: readonly ProbedModel[];
  readonly probes: readonly Probe[];
  readonly detector: Detector;
  readonly clock: Clock;
  /** Holds tokens by the names that the models give. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly logger: Logger;
}

interface Sides {
  readonly tuned: ChatService;
  readonly base: ChatService;
}

/**
 * Puts the probes to tuned models and to their bases, a round every so often, and states that guardrails eroded. Of many
 * workers one has a round in hand; each result is kept as it comes, so that a round goes on where one died.
 */
export class ProbeWorker {
  readonly #registry: ModelRegistryStore;
  readonly #stopping = new AbortController();

  constructor(private readonly parts: ProbeParts) {
    this.#registry = new ModelRegistryStore(parts.database);
  }

  /** Carries out every round that is due. */
  async run(): Promise<void> {
    const byKey = await this.#modelsByKey();
    while (!this.#stopping.signal.aborted) {
      const claimed = await claimRound(this.parts.database, [...byKey.keys()]);
      const model = claimed && byKey.get(claimed.modelKey);
      if (claimed === undefined || model === undefined) return;
      await this.#carryOut(claimed, model);
    }
  }

  /** Leaves a round that is under way to another worker. */
  stop(): void {
    this.#stopping.abort();
  }

  async #modelsByKey(): Promise<ReadonlyMap<number, ProbedModel>> {
    const entries: [number, ProbedModel][] = [];
    for (const probed of this.parts.models) {
      const logged = {
        id: probed.model,
        version: probed.version,
        kind: 'tuned',
        base: probed.base.model,
      } as const;
      entries.push([await this.#registry.resolve(probed.tenant, logged), probed]);
    }
    return new Map(entries);
  }

  async #carryOut(claimed: ClaimedRound, model: ProbedModel): Promise<void> {
    const { database, logger } = this.parts;
    const asked = await this.#ask(claimed, model);
    if (asked.ok && asked.value === 'whole') await this.#finish(claimed, model);
    if (asked.ok && asked.value === 'stopped')
      await postponeRound(database, claimed, { problem: null, afterMs: 0 });
    if (asked.ok) return;
    logger.warn({ modelId: model.model, reason: asked.error }, 'probes are postponed');
    await postponeRound(database, claimed, { problem: asked.error, afterMs: postponedMs });
  }

  async #ask(
    claimed: ClaimedRound,
    model: ProbedModel,
  ): Promise<Result<'whole' | 'stopped' | 'taken over', string>> {
    const { environment } = this.parts;
    const [tuned, base] = await Promise.all([
      openEndpoint(model.tuned, environment),
      openEndpoint(model.base, environment),
    ]);
    if (tuned === undefined || base === undefined) {
      return err(`the token of the ${tuned === undefined ? 'tuned' : 'base'} model cannot be read`);
    }
    const answered = await answeredProbes(this.parts.database, claimed);
    for (const probe of this.parts.probes.filter(({ id }) => !answered.has(id))) {
      const result = await this.#compare(claimed, probe, { tuned, base }, model.repeat);
      if (this.#stopping.signal.aborted) return ok('stopped');
      if (!result.ok) return result;
      if (!(await keepResult(this.parts.database, claimed, result.value))) return ok('taken over');
    }
    return ok('whole');
  }

  async #compare(
    claimed: ClaimedRound,
    probe: Probe,
    sides: Sides,
    repeat: number,
  ): Promise<Result<ProbeResult, string>> {
    const { database, detector } = this.parts;
    const put = async (side: keyof Sides) => {
      const service = { ...sides[side], signal: this.#stopping.signal };
      const ask = async (turns: readonly ChatTurn[]) => {
        await renewLease(database, claimed);
        return completeChat(service, turns);
      };
      const answers = await putProbe(probe, repeat, ask, detector);
      return answers.ok ? answers : err(`the ${side} model: ${describeNoAnswer(service, answers.error)}`);
    };
    const [tuned, base] = await Promise.all([put('tuned'), put('base')]);
    if (!tuned.ok) return tuned;
    if (!base.ok) return base;
    const verdictOf = (answers: typeof tuned.value) => decideRepeats(answers.map(({ verdict }) => verdict));
    return ok({
      probeId: probe.id,
      family: probe.family,
      tuned: verdictOf(tuned.value),
      base: verdictOf(base.value),
      tunedDigest: digestOf(tuned.value),
      baseDigest: digestOf(base.value),
    });
  }

  /** Counts, the time of the next round and the finding, in one transaction: a round ends once. */
  async #finish(claimed: ClaimedRound, model: ProbedModel): Promise<void> {
    await this.parts.database.transaction(async (tx) => {
      if (!(await renewLease(tx, claimed))) return;
      const results = await readResults(tx, claimed);
      const counts = results.reduce<PairCounts>((sum, { tuned, base }) => addPair(sum, tuned, base), noPairs);
      await finishRound(tx, claimed, { counts, probes: results.length, everyMs: model.everyMs });
      await this.#tell(tx, claimed, model, counts);
    });
  }

  async #tell(tx: Sql, { modelKey }: ClaimedRound, probed: ProbedModel, counts: PairCounts): Promise<void> {
    const rounds = await readRounds(tx, modelKey);
    const { erodedNats } = roundsEvidence(rounds);
    if (erodedNats < alarmNats || !(await tellOnce(tx, modelKey))) return;
    const { tenant, model: id, version } = probed;
    const finding = erosionFinding({
      tenant,
      model: { key: modelKey, id, version },
      counts,
      rounds: rounds.length,
      erodedNats,
      occurredAtMs: this.parts.clock(),
    });
    await withSpan('probe', {}, ({ traceparent }) => insertFindings(tx, [{ ...finding, traceparent }]));
  }
}

/** Says whether a side answered as before, and nothing of what. */
function digestOf(answers: readonly { readonly text: string }[]): Buffer {
  return createHash('sha256')
    .update(JSON.stringify(answers.map(({ text }) => text)))
    .digest();
}
