import type { SummaryFacts, SummaryWeek } from '#contracts';
import { type Database, type MadeSummary, findSummary, keepSummary, readSummaryFacts } from '#database';
import { featureTraits } from '#features';
import { plainText } from '#incidents';
import { AppError } from '#kernel';
import { type SummaryDocument, makeSummary, renderPage, summaryDocumentSchema } from '#summary';

/** A summary as the command shows it. */
export interface ShownSummary {
  readonly document: SummaryDocument;
  readonly page: string;
  /** `new`: kept by this call; `kept`: read; `preview`: the week is not over, and nothing was kept. */
  readonly how: 'new' | 'kept' | 'preview';
}

/** The summary of a tenant's week: read, made and kept, or, of the week that goes on, made and shown only. */
export async function makeWeek(
  database: Database,
  key: { readonly tenant: string; readonly week: SummaryWeek },
  { nowMs, by }: { readonly nowMs: number; readonly by: string },
): Promise<ShownSummary> {
  const { tenant, week } = key;
  const known = await findSummary(database, tenant, week.label);
  if (known !== undefined) return { ...known, document: read(known.document), how: 'kept' };
  await mustBeKnown(database, tenant);
  if (week.fromMs > nowMs) throw new AppError('cli.future-week', `${week.label} has not begun`, false);
  if (week.untilMs > nowMs) {
    const document = documentOf(await readSummaryFacts(database, key, nowMs));
    return { document, page: renderPage(document), how: 'preview' };
  }
  const { kept, isNew } = await keepSummary(database, key, { nowMs, by, isPosted: false, make });
  return { page: kept.page, document: read(kept.document), how: isNew ? 'new' : 'kept' };
}

/** A summary is for good, so a tenant that was mistyped gets none. */
async function mustBeKnown(database: Database, tenant: string): Promise<void> {
  const rows = await database.rows('SELECT FROM models WHERE tenant = $1 LIMIT 1', [tenant]);
  if (rows.length === 0)
    throw new AppError('cli.no-tenant', `There is no model of a tenant "${tenant}"`, false);
}

function make(facts: SummaryFacts): MadeSummary {
  const document = documentOf(facts);
  return { headline: document.headline, document: JSON.stringify(document), page: renderPage(document) };
}

function documentOf(facts: SummaryFacts): SummaryDocument {
  const featureLabel = (feature: string): string => featureTraits[feature]?.label ?? plainText(feature, 40);
  return makeSummary(facts, { plain: plainText, featureLabel });
}

function read(document: string): SummaryDocument {
  return summaryDocumentSchema.parse(JSON.parse(document));
}
