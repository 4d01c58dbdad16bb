import type { TopicNames } from '#contracts';
import type { Producer } from '#kafka';
import type { Outcome } from './ingest-message.js';
import { sendInBatches } from './send-in-batches.js';

/** Sends what came of messages, in order; dead letters can be large: each goes alone. */
export async function sendOutcome(
  producer: Producer | undefined,
  topics: TopicNames,
  { masked, parts, deadLetters }: Outcome,
): Promise<void> {
  for (const letter of deadLetters) await producer?.send(topics.deadLetters, [letter]);
  await sendInBatches(producer, topics.parts, parts);
  await sendInBatches(producer, topics.masked, masked);
}
