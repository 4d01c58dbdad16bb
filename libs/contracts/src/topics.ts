/** The tenant of the watchdog's own canaries: nobody else may log under this name. */
export const watchdogTenant = 'tunewarden-watchdog';

/** Names of the Kafka topics that Tunewarden reads and writes; `prefix` keeps installations on one cluster apart. */
export interface TopicNames {
  /** The customer's log of interactions, native JSON (ingest.md, format 1). */
  readonly source: string;
  /** OTLP spans and logs, as the OpenTelemetry Collector's Kafka exporter writes them. */
  readonly otlpSpans: string;
  readonly otlpLogs: string;
  /** Tunewarden's own: known attacks that go the way of every interaction and are counted nowhere. */
  readonly canaries: string;
  /** Source messages that could not be taken, bytes as they came, with headers that say why. */
  readonly deadLetters: string;
  /** Valid, resolved and masked interactions; the only text the rest of the system sees. */
  readonly masked: string;
  /** Masked spans and log events that are parts of an interaction, keyed by trace and span, to be joined. */
  readonly parts: string;
  /** Findings relayed from the findings table. */
  readonly findings: string;
}

/** The topic names of one installation. */
export function topicNames(prefix: string): TopicNames {
  return {
    source: `${prefix}llm.interactions`,
    otlpSpans: `${prefix}otlp_spans`,
    otlpLogs: `${prefix}otlp_logs`,
    canaries: `${prefix}tunewarden.canaries`,
    deadLetters: `${prefix}interactions.dlq`,
    masked: `${prefix}interactions.masked`,
    parts: `${prefix}interactions.parts`,
    findings: `${prefix}findings`,
  };
}
