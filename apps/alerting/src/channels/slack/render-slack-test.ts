import { type TestMessage, testSentence, testTitle } from '../test-message.js';
import { escapeMarkup, plain } from './slack-text.js';

/** A Slack message that can be taken for nothing but a test. */
export function renderSlackTest(test: TestMessage) {
  return {
    text: escapeMarkup(testTitle),
    blocks: [
      { type: 'header', text: plain(testTitle, 150) },
      { type: 'section', text: plain(testSentence(test), 3_000) },
    ],
  };
}
