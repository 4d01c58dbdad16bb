import { type Attributes, metrics as otel } from '@opentelemetry/api';

/** Labels have few values: never an id, never text from a log. */
type Labels = Attributes;

interface Counter {
  add(count: number, labels?: Labels): void;
}

interface Distribution {
  record(value: number, labels?: Labels): void;
}

/** Instruments bind on first use, since the meter provider starts after this module is read. */
function counter(name: string, unit: string, description: string): Counter {
  let bound: Counter | undefined;
  return {
    add: (count, labels) => {
      bound ??= otel.getMeter('tunewarden').createCounter(name, { unit, description });
      bound.add(count, labels);
    },
  };
}

function distribution(name: string, unit: string, description: string): Distribution {
  let bound: Distribution | undefined;
  return {
    record: (value, labels) => {
      bound ??= otel.getMeter('tunewarden').createHistogram(name, { unit, description });
      bound.record(value, labels);
    },
  };
}

function gauge(name: string, unit: string, description: string): Distribution {
  let bound: Distribution | undefined;
  return {
    record: (value, labels) => {
      bound ??= otel.getMeter('tunewarden').createGauge(name, { unit, description });
      bound.record(value, labels);
    },
  };
}

/** Every metric of the product, with its unit and meaning. */
export const metrics = {
  collected: counter(
    'tunewarden_collected',
    '{interaction}',
    'Interactions masked and published, by source topic',
  ),
  collectorDropped: counter(
    'tunewarden_collector_dropped',
    '{message}',
    'Messages left out on purpose, by reason',
  ),
  unsealed: counter(
    'tunewarden_originals_not_kept',
    '{interaction}',
    'Originals of vault tenants that did not get into the vault, by reason',
  ),
  deadLettered: counter('tunewarden_dead_lettered', '{message}', 'Messages sent to the dead-letter topic'),
  topicStopped: gauge(
    'tunewarden_topic_stopped',
    '1',
    '1 while a source topic is not read since most of it is dead letters, else 0, by topic',
  ),
  otlpRequests: counter('tunewarden_otlp_requests', '{request}', 'OTLP/HTTP requests, by signal and status'),
  analyzed: counter(
    'tunewarden_analyzed',
    '{interaction}',
    'Masked interactions committed, skipped ones included',
  ),
  analyzerSkipped: counter(
    'tunewarden_analyzer_skipped',
    '{interaction}',
    'Interactions not counted, by reason',
  ),
  furtherScored: counter(
    'tunewarden_further_scored',
    '{interaction}',
    'Interactions in doubt for the optional embedding scorer, by result (scored, failed, left out)',
  ),
  findings: counter('tunewarden_findings', '{finding}', 'Findings relayed, by kind and severity'),
  driftFoldDuration: distribution(
    'tunewarden_drift_fold_duration',
    'ms',
    'Time to fold one model, transaction included',
  ),
  storageRuns: counter(
    'tunewarden_storage_runs',
    '{run}',
    'Runs of the job that makes and drops day partitions, by outcome (ok, failed)',
  ),
  storageAge: gauge('tunewarden_storage_age', 's', 'Time since that job last ended well, on any replica'),
  partitionsDropped: counter('tunewarden_partitions_dropped', '{partition}', 'Days dropped, by table'),
  rowsWithoutPartition: gauge(
    'tunewarden_rows_without_partition',
    '{row}',
    'Rows in the default partition after the last run: held ones and those whose day has none, by table',
  ),
  findingsTaken: counter('tunewarden_findings_taken', '{finding}', 'Findings that alerting took, by kind'),
  deliveryAttempts: counter(
    'tunewarden_delivery_attempts',
    '{attempt}',
    'Delivery attempts, by channel and outcome',
  ),
  deliveryDuration: distribution('tunewarden_delivery_duration', 'ms', 'Time a provider took to answer'),
  kafkaBatchDuration: distribution(
    'tunewarden_kafka_batch_duration',
    'ms',
    'Time to handle one batch, by topic',
  ),
  partitionsOwned: gauge(
    'tunewarden_partitions_owned',
    '{partition}',
    'Partitions that this process reads, by topic',
  ),
};
