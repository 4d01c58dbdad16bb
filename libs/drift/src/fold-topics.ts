import type { DriftState } from './drift-state.js';
import type { DriftAlarm } from './explain-alarm.js';
import type { SessionUnit } from './session-unit.js';
import { type TopicSample, sampleDocument, termsOf, topicFeature, topicOf, topicText } from './topics.js';

/** The sample with the first prompts of sessions, in their order. */
export function sampleUnits(sample: TopicSample, units: readonly SessionUnit[]): TopicSample {
  return units.reduce((grown, { terms }) => {
    const document = terms?.[topicText];
    return document === undefined || document.length === 0 ? grown : sampleDocument(grown, document);
  }, sample);
}

/** The unit with the topic of its first prompt as one more category: one event, however many it has. */
export function withTopic(unit: SessionUnit, { topics }: Pick<DriftState, 'topics'>): SessionUnit {
  const document = unit.terms?.[topicText];
  if (topics === null || topics.length === 0 || document === undefined) return unit;
  const topic = { [`is:${topicOf(topics, document)}`]: 1 };
  return { ...unit, categories: { ...unit.categories, [topicFeature]: topic } };
}

/** What stands in a sentence until somebody can name a topic by its words. */
export const unnamedTopic = 'a topic';

/** The alarm with the terms of its topic, for those who can name them. */
export function withTopicTerms(alarm: DriftAlarm, topics: DriftState['topics']): DriftAlarm {
  if (alarm.feature !== topicFeature || !alarm.score.startsWith('is:t')) return alarm;
  const topic = alarm.score.slice('is:'.length);
  const explanation = alarm.explanation.replace(`"${topic}"`, () => unnamedTopic);
  return { ...alarm, explanation, terms: termsOf(topics ?? [], topic) };
}
