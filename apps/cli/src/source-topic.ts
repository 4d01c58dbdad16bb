import { topicNames } from '#contracts';
import { type OutgoingRecord, openKafka } from '#kafka';
import { findKafka } from './local-state.js';

const partitions = 4;

/** A topic of interactions to write to. */
export interface SourceTopic extends AsyncDisposable {
  readonly name: string;
  /** Resolves when the broker has them. */
  send(records: readonly OutgoingRecord[]): Promise<void>;
}

/** The topic that the collector reads, created where it is absent, or the existing topic `name`. */
export async function openSourceTopic(name?: string): Promise<SourceTopic> {
  const { brokers, topicPrefix } = await findKafka();
  const kafka = await openKafka({ brokers, clientId: 'tunewarden-cli' });
  const topic = name ?? topicNames(topicPrefix).source;
  if (name === undefined) await kafka.ensureTopics([{ name: topic, partitions }]);
  const producer = await kafka.openProducer();
  return {
    name: topic,
    send: (records) => producer.send(topic, records),
    [Symbol.asyncDispose]: async () => {
      await producer.close();
      await kafka.close();
    },
  };
}

/** What decides the partition: the session, so that a conversation stays in order, else the actor. */
export function keyOf(interaction: {
  readonly session?: string | undefined;
  readonly actor?: { readonly id?: string | undefined } | undefined;
}): string | null {
  return interaction.session ?? interaction.actor?.id ?? null;
}
