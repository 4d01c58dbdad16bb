/** Kafka header names. Source coordinates travel with every masked message so that each row leads back to its log event. */
export const headerNames = {
  sourceTopic: 'tunewarden-source-topic',
  sourcePartition: 'tunewarden-source-partition',
  sourceOffset: 'tunewarden-source-offset',
  /** Broker time of the source message, milliseconds since the epoch, decimal. */
  sourceTimestamp: 'tunewarden-source-timestamp',
  /** Broker time at which the collector published, for the time each stage took. */
  collectedAt: 'tunewarden-collected-at',
  /** W3C Trace Context. */
  traceparent: 'traceparent',
  tracestate: 'tracestate',
} as const;

/** Dead-letter headers, named like Kafka Connect's so that existing tools read them. */
export const deadLetterHeaderNames = {
  topic: '__connect.errors.topic',
  partition: '__connect.errors.partition',
  offset: '__connect.errors.offset',
  stage: '__connect.errors.stage',
  exceptionClass: '__connect.errors.exception.class.name',
  exceptionMessage: '__connect.errors.exception.message',
  attempts: 'x-attempts',
  firstFailedAt: 'x-first-failed-at',
} as const;

/** Where a log event stands in Kafka. Offsets are decimal strings: they are 64-bit. */
export interface SourceCoordinates {
  readonly topic: string;
  readonly partition: number;
  readonly offset: string;
}
