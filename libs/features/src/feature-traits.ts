import { featureCatalogue } from './catalogue.js';

/** What a version does, in words, where a share has no better ones. */
const verbs: Readonly<Record<string, readonly [now: string, before: string]>> = {
  refusal: ['refuses', 'refused'],
  error: ['fails in', 'failed in'],
};

/** What drift has to know of each feature beyond its values, by name. */
export const featureTraits: Readonly<Record<string, FeatureTraits>> = {
  ...Object.fromEntries(
    Object.entries(featureCatalogue).map(([name, { label, unit, safety }]) => [
      name,
      {
        label,
        safety,
        ...(unit !== 'share' && unit !== '' && { unit }),
        ...(verbs[name] && { verbs: verbs[name] }),
      },
    ]),
  ),
  // Of sessions, which drift counts itself.
  session_events: { label: 'Session length', safety: false, unit: 'interactions' },
  session_repeats: { label: 'Sessions with repeated prompts', safety: false },
  prompt_topic: { label: 'Topics of prompts', safety: false },
  prompt_vocabulary: { label: 'Words of prompts', safety: false },
  response_vocabulary: { label: 'Words of responses', safety: false },
};

interface FeatureTraits {
  readonly label: string;
  readonly safety: boolean;
  readonly unit?: string;
  readonly verbs?: readonly [now: string, before: string];
}
