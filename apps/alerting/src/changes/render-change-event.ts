import { plainText } from '#incidents';
import type { ModelChange } from './model-changes.store.js';

/** https://developer.pagerduty.com/docs/events-api-v2/send-change-events/ */
const longestSummary = 1_024;

/** The change event of a version that went live: context for whoever is paged about the model, and no page. */
export function renderChangeEvent(change: ModelChange, routingKey: string, consoleUrl: string) {
  const { modelId, version, before, registeredAt } = change;
  return {
    routing_key: routingKey,
    payload: {
      summary: plainText(`${modelId}: version ${version} went live after ${before}`, longestSummary),
      source: 'tunewarden',
      timestamp: registeredAt.toISOString(),
      custom_details: {
        model: plainText(modelId, 200),
        version: plainText(version, 200),
        version_before: plainText(before ?? '', 200),
      },
    },
    links: [{ href: `${consoleUrl}/models`, text: 'Tunewarden' }],
  };
}
