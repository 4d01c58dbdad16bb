import type { DriftFinding, Labels } from '#contracts';
import {
  type Sql,
  type StoredIncident,
  addTimelineEntry,
  lockFingerprint,
  readIncidentState,
  saveIncidentState,
} from '#database';
import {
  type IncidentChange,
  type Transition,
  findDeployIncident,
  findRoutes,
  hearsOfWhole,
  planNotifications,
  transitionIncident,
} from '#incidents';
import { openDecisions } from '../delivery/decide.js';
import type { Routing } from '../routing/load-routing.js';
import { readDeployedAtMs, readDriftIncidents } from './deploy.store.js';

const who = 'tunewarden';

/** What became of the incident that a deploy caused first: it has one part more. */
export interface GrownIncident {
  readonly incidentId: string;
  readonly labels: Labels;
  readonly change: IncidentChange;
}

/**
 * Makes an incident that has just been opened a part of the one that the same deploy caused in another model, so that
 * people are told of the deploy once; they can take it out again. Undefined where there is no such incident, or where
 * somebody would hear nothing of this one then: it stands by itself.
 */
export async function joinDeploy(
  tx: Sql,
  opened: { readonly finding: DriftFinding; readonly incidentId: string },
  at: { readonly routing: Routing; readonly nowMs: number },
): Promise<GrownIncident | undefined> {
  const { tenant, model, changeAtMs } = opened.finding;
  const deployedAtMs = await readDeployedAtMs(tx, model.key);
  if (deployedAtMs === null) return undefined;
  // One at a time: of two that open at once, the second sees the first.
  await lockFingerprint(tx, `deploys/${encodeURIComponent(tenant)}`);
  const change = { modelId: model.id, deployedAtMs, changeAtMs, foundAtMs: at.nowMs };
  const unresolved = await readDriftIncidents(tx, tenant, opened.incidentId);
  const caused = findDeployIncident(change, unresolved);
  if (caused === undefined) return undefined;
  const whole = await readIncidentState(tx, caused.incidentId);
  const part = await readIncidentState(tx, opened.incidentId);
  if (whole === undefined || part === undefined) return undefined;
  const because = `${caused.modelId} ${caused.version} and ${model.id} ${model.version} went live together and changed with it`;
  return join(tx, { whole, part, because }, at);
}

async function join(
  tx: Sql,
  { whole, part, because }: { whole: StoredIncident; part: StoredIncident; because: string },
  at: { readonly routing: Routing; readonly nowMs: number },
): Promise<GrownIncident | undefined> {
  const absorb = { kind: 'absorb', who, because, number: part.number, part: part.state } as const;
  const absorbed = transitionIncident(whole.state, absorb, at.nowMs);
  const merged = transitionIncident(part.state, { kind: 'merge', who, because, into: whole }, at.nowMs);
  // Somebody closed it meanwhile.
  if (!absorbed.ok || !merged.ok) return undefined;
  const { change, state } = absorbed.value;
  const grown = { ...whole, state, labels: { ...whole.labels, severity: state.severity } };
  if (!(await isHeard(tx, { whole: grown, part }, at))) return undefined;
  await write(tx, whole.incidentId, absorbed.value, at.nowMs);
  await write(tx, part.incidentId, merged.value, at.nowMs);
  return { incidentId: whole.incidentId, labels: grown.labels, change };
}

/** Whether who would be told of the part is told of the whole: nothing keeps that one still, and it goes to them all. */
async function isHeard(
  tx: Sql,
  { whole, part }: { readonly whole: StoredIncident; readonly part: StoredIncident },
  { routing, nowMs }: { readonly routing: Routing; readonly nowMs: number },
): Promise<boolean> {
  const file = routing.file();
  const planFor = ({ labels }: StoredIncident) =>
    planNotifications('opened', findRoutes(file, labels), file.receivers, nowMs);
  if (!hearsOfWhole(planFor(part), planFor(whole))) return false;
  const decide = await openDecisions(
    { database: tx, routing, clock: () => nowMs },
    part.labels['tenant'] ?? '',
  );
  const { incidentId, labels, state } = whole;
  const asFirst = { toldSeverity: null, mayHaveArrived: false, unlessAcknowledged: false };
  const { kind } = decide({ incidentId, labels, ...state, ...asFirst }, undefined);
  return kind === 'send';
}

async function write(
  tx: Sql,
  incidentId: string,
  { change, why, state }: Transition,
  nowMs: number,
): Promise<void> {
  await saveIncidentState(tx, incidentId, state);
  const entry = { incidentId, atMs: nowMs, event: change, who, door: 'findings', detail: { why } };
  await addTimelineEntry(tx, entry);
}
