/** Kafka header names. Source coordinates travel with every masked message so that each row leads back to its log event. */
export const headerNames = {
  sourceTopic: 'tunewarden-source-topic',
  sourcePartition: 'tunewarden-source-partition',
  sourceOffset: 'tunewarden-source-offset',
  /** Which record of its log event it is, from 0: an OTLP export holds many spans. Absent: 0. */
  sourceIndex: 'tunewarden-source-index',
  /** `topic/partition/offset/index` that its writer read in order, where that is not the source: joined parts. */
  writtenFor: 'tunewarden-written-for',
  /** What a masked record is: absent for an interaction, else `guardrail`. */
  recordKind: 'tunewarden-record-kind',
  /** Of a source message: the format it is in, where that is not its topic's. */
  format: 'tunewarden-format',
  contentType: 'content-type',
  /** Of a source message that was a dead letter: only these of its records, as `3,17`, have not been taken yet. */
  onlyRecords: 'tunewarden-only-records',
  /** Of a part: what completes it, `span` or `event`; absent for a tick. */
  part: 'tunewarden-part',
  /** Of a masked record or a part: the original, sealed under the tenant's vault key; only where a tenant wants it. */
  sealed: 'tunewarden-sealed',
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

/** Where a record of a log event stands in Kafka. Offsets are decimal strings: they are 64-bit. */
export interface SourceCoordinates {
  readonly topic: string;
  readonly partition: number;
  readonly offset: string;
  /** Which record of the message, from 0. */
  readonly index: number;
}
