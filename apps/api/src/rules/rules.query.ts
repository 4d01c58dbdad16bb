import type { Database } from '#database';
import { type Rule, atlasTechniques, owaspRisks } from '#detection';
import type { OnApplicationBootstrap } from '@nestjs/common';
import type { Login } from '../auth/login.js';
import type { CatalogueRule } from './load-catalogue.js';
import { type RuleAge, noteRuleVersions } from './rule-versions.store.js';
import type { CatalogueRuleView } from './rule.schema.js';

const days = 7;
const cacheMs = 60_000;

type Ages = ReadonlyMap<string, RuleAge>;
type Volumes = ReadonlyMap<string, CatalogueRuleView['week']>;
type Sample = Rule['samples']['match'][number];

/** The catalogue of rules with what each found lately; the count is a minute old at most. */
export class RulesQuery implements OnApplicationBootstrap {
  /** By tenant; null: of all. */
  readonly #volumes = new Map<string | null, { readonly at: number; readonly of: Promise<Volumes> }>();
  #ages: Promise<Ages> | undefined;

  constructor(
    private readonly database: Database,
    private readonly catalogue: readonly CatalogueRule[],
  ) {}

  /** Notes the rules with the first breath: whoever asks next week must not be told that they changed then. */
  onApplicationBootstrap(): void {
    // Without a database yet, they are noted with the first answer.
    this.#agesOf(new Date()).catch(() => undefined);
  }

  async list({ tenant }: Login): Promise<CatalogueRuleView[]> {
    const now = Date.now();
    const known = this.#volumes.get(tenant);
    const counted =
      known === undefined || now - known.at > cacheMs ? { at: now, of: this.#count(now, tenant) } : known;
    this.#volumes.set(tenant, counted);
    const volumes = await counted.of.catch((error: unknown) => {
      this.#volumes.delete(tenant);
      throw error;
    });
    const ages = await this.#agesOf(new Date(now));
    return this.catalogue.map((one) => viewOf(one, volumes, ages));
  }

  /** Noted once: the catalogue is that of this process. */
  #agesOf(now: Date): Promise<Ages> {
    const rules = this.catalogue.map(({ rule }) => rule);
    this.#ages ??= noteRuleVersions(this.database, rules, now).catch((error: unknown) => {
      this.#ages = undefined;
      throw error;
    });
    return this.#ages;
  }

  async #count(nowMs: number, tenant: string | null): Promise<Volumes> {
    const rows = await this.database.rows<{ rule: string; flagged: string; succeeded: string }>(
      `SELECT rule, count(*) AS flagged, count(*) FILTER (WHERE e.outcome IN ('complied', 'leaked')) AS succeeded
       FROM evidence e JOIN models m USING (model_key),
         jsonb_array_elements_text(e.signal -> 'attack' -> 'rules') AS rule
       WHERE e.stored_on >= ($1::timestamptz AT TIME ZONE 'UTC')::date AND e.why_stored = 'flagged'
         AND ($2::text IS NULL OR m.tenant = $2)
       GROUP BY rule`,
      [new Date(nowMs - days * 86_400_000), tenant],
    );
    return new Map(
      rows.map(({ rule, flagged, succeeded }) => [
        rule,
        { flagged: Number(flagged), succeeded: Number(succeeded) },
      ]),
    );
  }
}

function viewOf({ rule, from }: CatalogueRule, volumes: Volumes, ages: Ages): CatalogueRuleView {
  const { id, title, family, severity, score, where, rationale, references, samples } = rule;
  const age = ages.get(id);
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
    firstSeenAt: (age?.firstSeenAt ?? new Date(0)).toISOString(),
    changedAt: age?.changedAt?.toISOString() ?? null,
    week: volumes.get(id) ?? { flagged: 0, succeeded: 0 },
  };
}

function textOf(sample: Sample): string {
  return typeof sample === 'string' ? sample : sample.text;
}
