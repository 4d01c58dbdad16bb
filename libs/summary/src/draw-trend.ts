import type { ModelFacts, SummaryFacts } from '#contracts';
import type { Shift, Trend } from './summary-document.js';
import type { Wording } from './words.js';

const refusals = 'refusal';
const longestVersion = 24;

/** Eight weeks of the rate that changed the most; where none did, of refusals. */
export function drawTrend(
  facts: SummaryFacts,
  model: ModelFacts,
  first: Shift | undefined,
  wording: Wording,
): Trend {
  const shift = model.shifts.find(({ feature, since }) => feature === first?.feature && since !== undefined);
  const levels = shift?.weeks ?? refusalsOf(facts, model);
  return {
    label: wording.featureLabel(shift?.feature ?? refusals),
    baseline: shift?.baseline ?? model.detector.refusalBaseline ?? null,
    weeks: facts.week.startsMs.map((fromMs, i) => ({
      from: new Date(fromMs).toISOString(),
      level: levels[i] ?? null,
    })),
    releases: facts.models
      .filter(({ id, firstSeenMs }) => id === model.id && isAfterTheFirst(facts, id, firstSeenMs))
      .map(({ version, firstSeenMs }) => ({
        at: new Date(firstSeenMs).toISOString(),
        version: wording.plain(version, longestVersion),
      })),
  };
}

/** Over all versions of the model: what a reader calls one thing. */
function refusalsOf({ models, week }: SummaryFacts, { id }: ModelFacts): (number | null)[] {
  const versions = models.filter((model) => model.id === id);
  return week.startsMs.map((_, i) => {
    const interactions = versions.reduce((sum, { weeks }) => sum + (weeks[i]?.interactions ?? 0), 0);
    const refused = versions.reduce((sum, { weeks }) => sum + (weeks[i]?.refusals ?? 0), 0);
    return interactions === 0 ? null : refused / interactions;
  });
}

/** The first version of all is no release: nothing was replaced by it. */
function isAfterTheFirst({ models, week }: SummaryFacts, id: string, firstSeenMs: number): boolean {
  const first = Math.min(...models.filter((model) => model.id === id).map((model) => model.firstSeenMs));
  return firstSeenMs > first && firstSeenMs >= week.startsMs[0]! && firstSeenMs < week.untilMs;
}
