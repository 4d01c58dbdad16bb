import type { IncidentState } from '#contracts';
import {
  type Database,
  type Sql,
  type StoredIncident,
  addTimelineEntry,
  appendAudit,
  findUnresolvedIncident,
  lockFingerprint,
  locateIncident,
  readIncidentState,
  saveIncidentState,
} from '#database';
import { type IncidentEvent, type Transition, transitionIncident } from '#incidents';
import { type Clock, type Result, err, ok } from '#kernel';
import { isFirstTime } from '../inbound/inbox.store.js';
import { versionOf } from './incident-version.js';

/** Who does it, through which door, and what they last saw of the incident. */
export interface Actor {
  readonly who: string;
  readonly door: 'api' | 'slack' | 'pagerduty';
  /** The one tenant whose incidents they may change; null: all. */
  readonly tenant: string | null;
  /** The version that they decided on; undefined: whatever it is now. */
  readonly version?: string | undefined;
  /** What a provider calls the event that says so; the second of its kind has no effect. */
  readonly eventId?: string;
}

/** Why an action had no effect. */
export interface ActionRefusal {
  readonly kind: 'not-found' | 'stale' | 'conflict';
  readonly detail: string;
}

/** An event of a person without who did it. */
export type Action = ActionOf<
  Exclude<IncidentEvent, { readonly kind: 'finding' | 'recover' | 'merge' | 'unmerge' }>
>;
type ActionOf<Event> = Event extends { readonly who: string } ? Omit<Event, 'who'> : never;

const notFound = err({ kind: 'not-found', detail: 'There is nothing with this id' } as const);
const stale = err({
  kind: 'stale',
  detail: 'Somebody changed it since you read it: read it again',
} as const);

/** What people do with incidents: state, timeline and audit row in one transaction. Alerting plans the messages. */
export class IncidentActions {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** The id of the incident, changed; or why it is as it was. */
  async act(idOrNumber: string, action: Action, actor: Actor): Promise<Result<string, ActionRefusal>> {
    return this.database.transaction(async (tx) => {
      const incident = await lock(tx, idOrNumber, actor.tenant);
      if (incident === undefined) return notFound;
      if (isStale(incident, actor)) return stale;
      if (await isRepeated(tx, actor)) return ok(incident.incidentId);
      return this.#apply(tx, incident, { ...action, who: actor.who }, actor);
    });
  }

  /** Makes an incident a part of another one: what still comes of its kind joins that one. */
  async merge(idOrNumber: string, intoName: string, actor: Actor): Promise<Result<string, ActionRefusal>> {
    return this.database.transaction(async (tx) => {
      const pair = await lockBoth(tx, [idOrNumber, intoName], actor.tenant);
      if (pair === undefined) return notFound;
      const { part, whole } = pair;
      if (isStale(part, actor)) return stale;
      if (part.incidentId === whole.incidentId) return conflict('an incident is no part of itself');
      if (part.labels['tenant'] !== whole.labels['tenant']) return notFound;
      const { who } = actor;
      const absorbed = await this.#apply(
        tx,
        whole,
        { kind: 'absorb', who, number: part.number, part: part.state },
        actor,
      );
      if (!absorbed.ok) return absorbed;
      return this.#apply(tx, part, { kind: 'merge', who, into: whole }, actor);
    });
  }

  /** Takes an incident out of the one that it was merged into. */
  async unmerge(idOrNumber: string, actor: Actor): Promise<Result<string, ActionRefusal>> {
    return this.database.transaction(async (tx) => {
      const part = await lock(tx, idOrNumber, actor.tenant);
      if (part === undefined) return notFound;
      if (isStale(part, actor)) return stale;
      const { who } = actor;
      const { mergedInto } = part.state;
      // Both are locked before the first audit row: whoever waits for that holds nothing that this waits for.
      const whole = mergedInto === null ? undefined : await readIncidentState(tx, mergedInto);
      const unmerged = await this.#apply(tx, part, { kind: 'unmerge', who }, actor);
      if (!unmerged.ok || whole === undefined) return unmerged;
      const released = { kind: 'release', who, number: part.number, part: part.state } as const;
      const done = await this.#apply(tx, whole, released, actor);
      return done.ok ? unmerged : done;
    });
  }

  async #apply(
    tx: Sql,
    incident: StoredIncident,
    event: IncidentEvent,
    actor: Actor,
  ): Promise<Result<string, ActionRefusal>> {
    const nowMs = this.clock();
    const result = transitionIncident(incident.state, event, nowMs);
    if (!result.ok) return conflict(result.error);
    const { change, state, why } = result.value;
    if (incident.state.status === 'resolved' && state.status !== 'resolved') {
      const other = await findUnresolvedIncident(tx, incident.fingerprint);
      if (other !== undefined) return conflict(`INC-${other} of the same kind is open: work on that one`);
    }
    if (state !== incident.state) await saveIncidentState(tx, incident.incidentId, state);
    const { incidentId } = incident;
    const { who, door } = actor;
    const detail = detailOf(event, result.value, incident.state);
    await addTimelineEntry(tx, {
      ...{ incidentId, atMs: nowMs, event: change, who, door, detail },
      unplannedChange: change,
    });
    const audited = { door, change, why: why.slice(0, 500) };
    const { tenant = null } = incident.labels;
    const subject = `incident:${incidentId}`;
    await appendAudit(tx, { tenant, who, action: 'incidents.act', subject, detail: audited });
    return ok(incidentId);
  }
}

function conflict(detail: string): Result<never, ActionRefusal> {
  return err({ kind: 'conflict', detail });
}

async function isRepeated(tx: Sql, { door, eventId }: Actor): Promise<boolean> {
  return door !== 'api' && eventId !== undefined && !(await isFirstTime(tx, { provider: door, eventId }));
}

function isStale({ state }: StoredIncident, { version }: Actor): boolean {
  return version !== undefined && version !== versionOf(state);
}

/** Fingerprint first, as findings do, so that neither waits for the other in a circle. */
async function lock(tx: Sql, idOrNumber: string, tenant: string | null): Promise<StoredIncident | undefined> {
  const located = await locateIncident(tx, idOrNumber, tenant);
  if (located === undefined) return undefined;
  await lockFingerprint(tx, located.fingerprint);
  return readIncidentState(tx, located.incidentId);
}

async function lockBoth(
  tx: Sql,
  [partName, wholeName]: readonly [string, string],
  tenant: string | null,
): Promise<{ readonly part: StoredIncident; readonly whole: StoredIncident } | undefined> {
  const located = [await locateIncident(tx, partName, tenant), await locateIncident(tx, wholeName, tenant)];
  const fingerprints = located.map((one) => one?.fingerprint ?? '');
  for (const fingerprint of fingerprints.toSorted()) await lockFingerprint(tx, fingerprint);
  const [part, whole] = [
    located[0] && (await readIncidentState(tx, located[0].incidentId)),
    located[1] && (await readIncidentState(tx, located[1].incidentId)),
  ];
  return part && whole && { part, whole };
}

/** What the timeline keeps: words for people, and the verdict, of which the timeline is the history. */
function detailOf(event: IncidentEvent, { why, state }: Transition, before: IncidentState): object {
  const note = 'note' in event && event.note !== '' ? { note: event.note } : {};
  return { why, ...note, ...(state.verdict !== before.verdict && { verdict: state.verdict }) };
}
