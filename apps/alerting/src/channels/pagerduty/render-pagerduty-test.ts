import { plainText } from '#incidents';
import { type TestMessage, testSentence, testTitle } from '../test-message.js';

/** The two events of a test, of the lowest severity: what it opens, it ends. */
export function renderPagerDutyTest(test: TestMessage, routingKey: string) {
  const about = { routing_key: routingKey, dedup_key: `test-${test.testId}` };
  return {
    opening: {
      ...about,
      event_action: 'trigger',
      client: 'Tunewarden',
      payload: {
        summary: testTitle,
        source: 'tunewarden',
        severity: 'info',
        timestamp: test.requestedAt.toISOString(),
        class: 'test',
        custom_details: { reason: plainText(testSentence(test), 2_000) },
      },
    },
    ending: { ...about, event_action: 'resolve' },
  };
}
