import type { Database } from '#database';
import { type Rule, atlasTechniques, owaspRisks } from '#detection';
import type { CatalogueRule } from './load-catalogue.js';
import type { CatalogueRuleView } from './rule.schema.js';

const days = 7;
const cacheMs = 60_000;

type Volumes = ReadonlyMap<string, CatalogueRuleView['week']>;
type Sample = Rule['samples']['match'][number];

/** The catalogue of rules with what each found lately; the count is a minute old at most. */
export class RulesQuery {
  #volumes: { readonly at: number; readonly of: Promise<Volumes> } | undefined;

  constructor(
    private readonly database: Database,
    private readonly catalogue: readonly CatalogueRule[],
  ) {}

  async list(): Promise<CatalogueRuleView[]> {
    const now = Date.now();
    if (this.#volumes === undefined || now - this.#volumes.at > cacheMs)
      this.#volumes = { at: now, of: this.#count(now) };
    const volumes = await this.#volumes.of.catch((error: unknown) => {
      this.#volumes = undefined;
      throw error;
    });
    return this.catalogue.map((one) => viewOf(one, volumes));
  }

  async #count(nowMs: number): Promise<Volumes> {
    const rows = await this.database.rows<{ rule: string; flagged: string; succeeded: string }>(
      `SELECT rule, count(*) AS flagged, count(*) FILTER (WHERE e.outcome IN ('complied', 'leaked')) AS succeeded
       FROM evidence e, jsonb_array_elements_text(e.signal -> 'attack' -> 'rules') AS rule
       WHERE e.stored_on >= ($1::timestamptz AT TIME ZONE 'UTC')::date AND e.why_stored = 'flagged'
       GROUP BY rule`,
      [new Date(nowMs - days * 86_400_000)],
    );
    return new Map(
      rows.map(({ rule, flagged, succeeded }) => [
        rule,
        { flagged: Number(flagged), succeeded: Number(succeeded) },
      ]),
    );
  }
}

function viewOf({ rule, from }: CatalogueRule, volumes: Volumes): CatalogueRuleView {
  const { id, title, family, severity, score, where, rationale, references, samples } = rule;
  const named = (ids: readonly string[], names: Readonly<Record<string, string>>) =>
    ids.map((one) => ({ id: one, name: names[one] ?? one }));
  return {
    id,
    title,
    family,
    severity,
    score,
    where,
    from,
    atlas: named(rule.atlas, atlasTechniques),
    owasp: named(rule.owasp, owaspRisks),
    rationale,
    falsePositives: rule.false_positives,
    blindSpots: rule.blind_spots,
    references,
    samples: { match: samples.match.map(textOf), noMatch: samples.no_match.map(textOf) },
    week: volumes.get(id) ?? { flagged: 0, succeeded: 0 },
  };
}

function textOf(sample: Sample): string {
  return typeof sample === 'string' ? sample : sample.text;
}
