import type { TopicNames } from '#contracts';
import type { Format } from '#formats';
import { AppError } from '#kernel';

/** The format of each source topic, by the topic's name. */
export type SourceTopics = ReadonlyMap<string, Format>;

/**
 * The source topics and their formats: those of SOURCE_TOPICS, `topic=format` (native where it names none), else the
 * native topic and the two of OTLP; and always our own topic of canaries. Throws an AppError that lists the known formats where one is unknown.
 */
export function readSourceTopics(
  configured: readonly string[] | undefined,
  topics: TopicNames,
  formats: ReadonlyMap<string, Format>,
): SourceTopics {
  const logs = configured ?? [
    `${topics.source}=native`,
    `${topics.otlpSpans}=otlp-traces`,
    `${topics.otlpLogs}=otlp-logs`,
  ];
  return new Map(
    [...logs, `${topics.canaries}=native`].map((pair) => {
      const [topic = '', name = 'native'] = pair.split('=');
      const format = formats.get(name);
      if (format !== undefined) return [topic, format];
      const known = [...formats.keys()].join(', ');
      throw new AppError('config.invalid', `SOURCE_TOPICS: ${name} is no format; there are ${known}`, false);
    }),
  );
}
