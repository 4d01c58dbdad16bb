import type { SummaryFacts } from '#contracts';
import { type Database, type MadeSummary, keepSummary } from '#database';
import { featureTraits } from '#features';
import { plainText } from '#incidents';
import type { Clock } from '#kernel';
import { makeSummary, renderPage } from '#summary';
import { type SummarySchedule, dueWeek } from './due-week.js';
import { tenantsToSummarize } from './due-tenants.store.js';

/** Drift that lags is waited for so long: a summary that is made before it says nothing of the week's end. */
const patienceMs = 6 * 3_600_000;

/** Makes what is due; every replica may call it, each summary is made once. */
export class SummaryJob {
  constructor(
    private readonly database: Database,
    private readonly schedule: SummarySchedule,
    private readonly clock: Clock,
  ) {}

  /** The tenants whose summary this call made. */
  async run(): Promise<readonly string[]> {
    const nowMs = this.clock();
    const due = dueWeek(nowMs, this.schedule);
    if (due === undefined) return [];
    const { week, dueAtMs } = due;
    const made: string[] = [];
    for (const tenant of await tenantsToSummarize(this.database, week, { nowMs, dueAtMs, patienceMs })) {
      const making = { nowMs, by: 'schedule', isPosted: true, make };
      const { isNew } = await keepSummary(this.database, { tenant, week }, making);
      if (isNew) made.push(tenant);
    }
    return made;
  }
}

function make(facts: SummaryFacts): MadeSummary {
  const document = makeSummary(facts, {
    plain: plainText,
    featureLabel: (feature) => featureTraits[feature]?.label ?? plainText(feature, 40),
  });
  return { headline: document.headline, document: JSON.stringify(document), page: renderPage(document) };
}
