import type { IncidentState, IncidentStatus } from '#contracts';
import { type Result, err, ok } from '#kernel';
import type { IncidentEvent, IncidentEventKind } from './incident-event.js';
import * as mergeMoves from './merge-moves.js';
import * as moves from './moves.js';
import type { Transition } from './moves.js';

/** Where an incident stands: its status, or `none` where there is no incident of the fingerprint yet. */
type Standing = 'none' | IncidentStatus | 'merged';
type Move = (state: IncidentState | undefined, event: never, nowMs: number) => Transition;

/**
 * What may happen where; what is not named is refused.
 *
 * | standing | finding | acknowledge | unacknowledge | resolve | recover | reopen | merge | unmerge |
 * | --- | --- | --- | --- | --- | --- | --- | --- | --- |
 * | none | open | – | – | – | – | – | – | – |
 * | open | join | acknowledged | – | resolved | resolved | – | merged | – |
 * | acknowledged | join | – | open | resolved | resolved | – | merged | – |
 * | resolved | open again, or another one after an hour | – | – | – | – | open | – | – |
 * | merged | join the other one | – | – | – | – | – | – | open |
 *
 * A person may assign and lower the severity of what is not resolved, change the verdict of what is, and write a note
 * anywhere. What is not resolved can absorb another one; what was a part can be released from it at any time.
 */
const table: Readonly<Record<Standing, Readonly<Partial<Record<IncidentEventKind, Move>>>>> = {
  none: { finding: moves.open },
  open: {
    finding: moves.join,
    acknowledge: moves.acknowledge,
    assign: moves.assign,
    'lower-severity': moves.lower,
    resolve: moves.resolve,
    recover: moves.recover,
    merge: mergeMoves.merge,
    absorb: mergeMoves.absorb,
    release: mergeMoves.release,
    note: moves.note,
  },
  acknowledged: {
    finding: moves.join,
    unacknowledge: moves.unacknowledge,
    assign: moves.assign,
    'lower-severity': moves.lower,
    resolve: moves.resolve,
    recover: moves.recover,
    merge: mergeMoves.merge,
    absorb: mergeMoves.absorb,
    release: mergeMoves.release,
    note: moves.note,
  },
  resolved: {
    finding: moves.comeBack,
    reopen: moves.reopen,
    'change-verdict': moves.changeVerdict,
    release: mergeMoves.release,
    note: moves.note,
  },
  merged: { unmerge: mergeMoves.unmerge, note: moves.note, release: mergeMoves.release },
};

/**
 * What an event makes of an incident, or why it can't happen there. `state` is undefined where the fingerprint has no
 * incident. Findings raise severity and never lower it; a rise is news even where somebody acknowledged.
 */
export function transitionIncident(
  state: IncidentState | undefined,
  event: IncidentEvent,
  nowMs: number,
): Result<Transition, string> {
  const standing = standingOf(state);
  const move = table[standing][event.kind];
  if (move === undefined) return err(refusal(standing, event.kind));
  return ok(move(state, event as never, nowMs));
}

/** The events that are taken where an incident stands. */
export function possibleEvents(state: IncidentState): readonly IncidentEventKind[] {
  return Object.keys(table[standingOf(state)]) as IncidentEventKind[];
}

function standingOf(state: IncidentState | undefined): Standing {
  if (state === undefined) return 'none';
  return state.mergedInto === null ? state.status : 'merged';
}

function refusal(standing: Standing, kind: IncidentEventKind): string {
  const what = standing === 'merged' ? 'was merged into another one' : `is ${standing}`;
  return standing === 'none' ? 'there is no such incident' : `the incident ${what}: ${kind} is not possible`;
}
