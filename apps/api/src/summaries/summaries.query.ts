import { type Database, findSummary, readSummaryFacts } from '#database';
import { featureTraits } from '#features';
import { plainText } from '#incidents';
import { type SummaryDocument, makeSummary, renderPage, summaryDocumentSchema, weekOf } from '#summary';
import { z } from 'zod';
import type { Login } from '../auth/login.js';
import { pageOfRows, readCursor } from '../http/cursor.js';
import { filterText } from '../http/page.schema.js';
import type { SummaryItem, summaryListQuerySchema } from './summary.schema.js';

const placeSchema = z.tuple([filterText(20), filterText(200)]);

interface SummaryRow {
  readonly week: string;
  readonly tenant: string;
  readonly headline: string;
  readonly from_at: Date;
  readonly until_at: Date;
  readonly made_at: Date;
}

/** Reads summaries; that of the week that goes on is made of what is there now. */
export class SummariesQuery {
  constructor(
    private readonly database: Database,
    private readonly timeZone: string,
  ) {}

  /** The newest week first. */
  async page(
    { limit, cursor, tenant }: z.infer<typeof summaryListQuerySchema>,
    login: Login,
  ): Promise<{ items: SummaryItem[]; next: string | null }> {
    const after = readCursor(cursor, placeSchema) ?? [null, null];
    const rows = await this.database.rows<SummaryRow>(
      `SELECT week, tenant, headline, from_at, until_at, made_at FROM summaries
       WHERE ($1::text IS NULL OR tenant = $1)
         AND ($2::text IS NULL OR week < $2 OR (week = $2 AND tenant > $3::text))
         AND ($5::text IS NULL OR tenant = $5)
       ORDER BY week DESC, tenant LIMIT $4`,
      [tenant ?? null, ...after, limit + 1, login.tenant],
    );
    return pageOfRows(rows, limit, { item: itemOf, place: (row) => [row.week, row.tenant] });
  }

  /** The document; undefined where none is kept. */
  async find(tenant: string, week: string): Promise<SummaryDocument | undefined> {
    if (week === 'current') return this.#preview(tenant);
    const kept = await findSummary(this.database, tenant, week);
    return kept === undefined ? undefined : summaryDocumentSchema.parse(JSON.parse(kept.document));
  }

  /** The page; undefined where none is kept. */
  async findPage(tenant: string, week: string): Promise<string | undefined> {
    if (week === 'current') return renderPage(await this.#preview(tenant));
    return (await findSummary(this.database, tenant, week))?.page;
  }

  async #preview(tenant: string): Promise<SummaryDocument> {
    const nowMs = Date.now();
    const week = weekOf(nowMs, this.timeZone);
    const facts = await readSummaryFacts(this.database, { tenant, week }, nowMs);
    const featureLabel = (feature: string): string => featureTraits[feature]?.label ?? plainText(feature, 40);
    return makeSummary(facts, { plain: plainText, featureLabel });
  }
}

function itemOf(row: SummaryRow): SummaryItem {
  return {
    id: row.week,
    tenant: row.tenant,
    headline: row.headline,
    from: row.from_at.toISOString(),
    until: row.until_at.toISOString(),
    madeAt: row.made_at.toISOString(),
  };
}
