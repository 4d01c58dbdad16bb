import type { SummaryFacts, SummaryWeek } from '#contracts';
import type { Sql } from '../database.js';
import { readSummaryActions, readSummaryCoverage, readSummaryIncidents } from './summary-incidents.store.js';
import { readSummaryModels } from './summary-models.store.js';
import { readSummaryShifts } from './summary-shifts.store.js';

/** Whose summary of which week. */
export interface SummaryKey {
  readonly tenant: string;
  readonly week: SummaryWeek;
}

/** Everything stored that a summary is made of. No text of an interaction is read. */
export async function readSummaryFacts(
  sql: Sql,
  { tenant, week }: SummaryKey,
  nowMs: number,
): Promise<SummaryFacts> {
  const models = await readSummaryModels(sql, tenant, week);
  const shifts = await readSummaryShifts(sql, tenant, week);
  return {
    tenant,
    week,
    readAtMs: nowMs,
    models: models.map((model) => ({ ...model, shifts: shifts.get(model.key) ?? [] })),
    incidents: await readSummaryIncidents(sql, tenant, week),
    actions: await readSummaryActions(sql, tenant, week),
    coverage: await readSummaryCoverage(sql, tenant, week),
  };
}
