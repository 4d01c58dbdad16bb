import {
  type DeliveryDecision,
  type DueDelivery,
  type MatchedRoute,
  decideDelivery,
  findRoutes,
} from '#incidents';
import type { Labels } from '#contracts';
import type { Sql } from '#database';
import type { NotifyParts } from './send-claimed.js';
import { readOpenIncidents, readSilences } from './surroundings.store.js';

/** Whether messages of one tenant that are due go out now. */
export type Decide = (
  due: Omit<DueDelivery, 'muteTimes'>,
  route: MatchedRoute | undefined,
) => DeliveryDecision;

/** A fault of this question is no reason to tell nobody: it is retried with the batch, and nothing is skipped by it. */
export async function openDecisions(
  { database, routing, clock }: Pick<NotifyParts, 'routing' | 'clock'> & { readonly database: Sql },
  tenant: string,
): Promise<Decide> {
  const nowMs = clock();
  const rules = routing.file().inhibit_rules;
  const surroundings = {
    silences: await readSilences(database, tenant, nowMs),
    inhibitRules: rules,
    openIncidents: rules.length === 0 ? [] : await readOpenIncidents(database, tenant),
  };
  return (due, route) => decideDelivery({ ...due, muteTimes: route?.muteTimes ?? [] }, surroundings, nowMs);
}

/** The route by which a message came, as the routing has it now; undefined where the routing has it no more. */
export function routeOf(
  { routing }: NotifyParts,
  { labels, path }: { readonly labels: Labels; readonly path: string },
): MatchedRoute | undefined {
  return findRoutes(routing.file(), labels).find((route) => route.path === path);
}
