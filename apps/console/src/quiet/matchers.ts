/** What matchers know of an incident, as routes, silences and suppressions name it. */
export const matchedLabels = ['model', 'version', 'kind', 'family', 'severity', 'outcome'] as const;
type MatchedLabel = (typeof matchedLabels)[number];
/** A label that is absent is not the same everywhere, or not there. */
export type MatchedLabels = Readonly<Partial<Record<MatchedLabel, string>>>;

interface Labelled {
  readonly kind: string;
  readonly family: string;
  readonly severity: string;
  readonly outcome: string | null;
  readonly model: { readonly id: string; readonly version: string } | null;
}

/** The labels of an incident. */
function labelsOf({ kind, family, severity, outcome, model }: Labelled): MatchedLabels {
  return {
    ...(model !== null && { model: model.id, version: model.version }),
    ...{ kind, family, severity },
    ...(outcome !== null && { outcome }),
  };
}

/** The labels that all of some incidents have. */
export function commonLabels(incidents: readonly Labelled[]): MatchedLabels {
  const [first = {}, ...rest] = incidents.map(labelsOf);
  return Object.fromEntries(
    matchedLabels.flatMap((label) => {
      const value = first[label];
      return value !== undefined && rest.every((labels) => labels[label] === value) ? [[label, value]] : [];
    }),
  );
}

/** The matcher that a label has exactly this value. Its syntax has no way to write a quote, but a pattern matches one. */
export function matcherOf(label: string, value: string): string {
  if (!value.includes('"')) return `${label}="${value}"`;
  const pattern = value.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&').replaceAll('"', '.');
  return `${label}=~"${pattern}"`;
}

/** The matchers that lines state; an empty line states none. */
export function matchersOfLines(text: string): readonly string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}
