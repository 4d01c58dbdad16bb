import { z } from 'zod';
import { filterText, pageOf, pageQueryShape } from '../http/page.schema.js';

const time = z.iso.datetime();
const count = z.number().int().nonnegative();
const states = ['waiting', 'redriven'] as const;

/** Where a message stood when it was refused, and where its bytes are kept. */
const placeSchema = z.object({ partition: z.number().int(), offset: z.string() });

/** A message that could not be taken: why, from where, since when. Its bytes are in Kafka alone. */
export const deadLetterSchema = z.object({
  topic: z.string(),
  source: placeSchema,
  /** In the dead-letter topic. */
  kept: placeSchema,
  stage: z.string(),
  code: z.string(),
  /** Names fields and rules, never a value of the log. */
  message: z.string(),
  failedAt: time,
  firstFailedAt: time,
  attempts: count,
  bytes: count,
  /** Its masked beginning, null where it is no text, or the login may see none. Text of a log: show it as text. */
  head: z.string().nullable(),
  state: z.enum(states),
  redrivenAt: time.nullable(),
});

/** Dead letters of one cause: what has to be fixed before they are sent again. */
export const deadLetterGroupSchema = z.object({
  topic: z.string(),
  stage: z.string(),
  code: z.string(),
  /** Of the newest. */
  message: z.string(),
  waiting: count,
  redriven: count,
  oldestAt: time,
  newestAt: time,
});

/** A source topic that no collector reads, since most of what came was dead letters. */
export const stoppedTopicSchema = z.object({
  topic: z.string(),
  stoppedAt: time,
  /** So many of its last `messages` were dead letters. */
  deadLetters: count,
  messages: count,
});

export const deadLetterQuerySchema = z.object({
  ...pageQueryShape,
  topic: filterText(300).optional(),
  stage: filterText(300).optional(),
  code: filterText(300).optional(),
  /** Those that were not sent again yet unless told otherwise. */
  state: z.enum([...states, 'all']).default('waiting'),
});

export const deadLetterPageSchema = pageOf(deadLetterSchema);
/** 200 at most, those with the most waiting letters first. */
export const deadLetterGroupsSchema = z.object({ items: z.array(deadLetterGroupSchema) });
export const stoppedTopicsSchema = z.object({ items: z.array(stoppedTopicSchema) });

export type DeadLetter = z.infer<typeof deadLetterSchema>;
export type DeadLetterGroup = z.infer<typeof deadLetterGroupSchema>;
export type StoppedTopic = z.infer<typeof stoppedTopicSchema>;
export type DeadLetterQuery = z.infer<typeof deadLetterQuerySchema>;
