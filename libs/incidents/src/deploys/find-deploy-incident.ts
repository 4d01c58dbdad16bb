import { isOfDeploy } from '#contracts';
import type { PlannedNotification } from '../routing/plan-notifications.js';

/** Versions of several models that go live within so long of each other are one deploy. */
const longestDeployMs = 10 * 60_000;

/** A change in what a version of a model does. */
export interface ModelChange {
  readonly modelId: string;
  /** When the version went live after an earlier one of its model; null: it is the model's first. */
  readonly deployedAtMs: number | null;
  readonly changeAtMs: number;
  /** When the change was found. */
  readonly foundAtMs: number;
}

/**
 * The incident that a change is a part of: the first of those, the oldest first, that the same deploy caused in another
 * model. Undefined where no deploy caused the change, or where it changed nothing else yet.
 */
export function findDeployIncident<Incident extends ModelChange>(
  change: ModelChange,
  unresolved: readonly Incident[],
): Incident | undefined {
  const deployedAtMs = causeOf(change);
  if (deployedAtMs === null) return undefined;
  return unresolved.find((other) => {
    const otherMs = causeOf(other);
    const isTogether = otherMs !== null && Math.abs(otherMs - deployedAtMs) <= longestDeployMs;
    return isTogether && other.modelId !== change.modelId;
  });
}

/** When the deploy was that caused a change; null where none did. */
function causeOf({ deployedAtMs, changeAtMs, foundAtMs }: ModelChange): number | null {
  return deployedAtMs !== null && isOfDeploy(changeAtMs, deployedAtMs, foundAtMs) ? deployedAtMs : null;
}

/**
 * True where everybody who is owed a message about a part is owed one about the whole, and no later: what nobody else
 * would hear of must not be told as a part of something.
 */
export function hearsOfWhole(
  part: readonly PlannedNotification[],
  whole: readonly PlannedNotification[],
): boolean {
  return part.every(({ receiver, channel, unlessAcknowledged }) =>
    whole.some(
      (one) =>
        one.receiver === receiver &&
        one.channel === channel &&
        (unlessAcknowledged || !one.unlessAcknowledged),
    ),
  );
}
