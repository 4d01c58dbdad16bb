import { parentPort } from 'node:worker_threads';
import { openKafka } from '#kafka';
import { AppError } from '#kernel';
import { createLogger, startTelemetry } from '#telemetry';
import { readConfig } from '../config.js';
import { type Outcome, ingestMessage } from '../ingest-message.js';
import { openIngest, pipelineOf } from '../open-ingest.js';
import { sendOutcome } from '../send-outcome.js';
import { type LargeMessage, type FromThread, type ToThread, fromThread } from './large-message.js';

/*
 * The thread that takes large messages, one at a time: the collector's pipeline on doors of its own, so that neither
 * masking 10 MB nor sending them keeps the other partitions waiting.
 */
const service = 'tunewarden-collector';
const config = readConfig();
const logger = createLogger({ service, level: config.LOG_LEVEL });
const { OTEL_EXPORTER_OTLP_ENDPOINT: otlpEndpoint } = config;
// For the spans: what is counted is counted where it can be scraped, in the collector's first thread.
startTelemetry({ service, ...(otlpEndpoint && { otlpEndpoint }) });
const ingest = await openIngest(config);
const kafka = await openKafka({ brokers: config.KAFKA_BROKERS, clientId: `${service}-large` });
const producer = await kafka.openProducer();
/** Who waits for the row of a model: one at a time does, as one message is in hand. */
let resolved: PromiseWithResolvers<number> | undefined;
const pipeline = pipelineOf(ingest, {
  // The other thread has the registry: a connection to Postgres and what it takes would cost this one 40 MB.
  resolve: (tenant, model) => {
    resolved = Promise.withResolvers();
    say({ kind: 'resolve', tenant, model });
    return resolved.promise;
  },
});

parentPort?.on('message', (told: ToThread) => {
  if (told.kind === 'message') void take(told.message);
  else if (told.kind === 'model') resolved?.resolve(told.modelKey);
  else resolved?.reject(new AppError(told.code, 'The registry of models does not answer', true));
});
say({ kind: 'ready' });

/** An error that nobody expected ends the thread, and the message with it. */
async function take(message: LargeMessage): Promise<void> {
  const outcome: Outcome = { masked: [], parts: [], deadLetters: [] };
  try {
    const deadLetterCode = await ingestMessage(pipeline, fromThread(message), outcome, logger);
    await sendOutcome(producer, ingest.topics, outcome);
    const records = outcome.masked.length + outcome.parts.length;
    say({ kind: 'done', records, ...(deadLetterCode !== undefined && { deadLetterCode }) });
  } catch (error) {
    if (!(error instanceof AppError) || !error.retriable) throw error;
    say({ kind: 'retry', code: error.code });
  }
}

function say(said: FromThread): void {
  parentPort?.postMessage(said);
}
