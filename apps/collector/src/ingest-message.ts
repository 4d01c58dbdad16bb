import { headerNames } from '#contracts';
import type { OutgoingRecord } from '#kafka';
import { AppError, describeError } from '#kernel';
import { type StepResult, deadLetter } from '#pipeline';
import { type Logger, metrics } from '#telemetry';
import { type DeadLetterReason, deadLetterRecord } from './dead-letters/dead-letter-record.js';
import type { IngestPipeline } from './ingest.pipeline.js';
import type { Received } from './received.js';

/** What came of messages, each list in the order of its source. */
export interface Outcome {
  readonly masked: OutgoingRecord[];
  readonly parts: OutgoingRecord[];
  readonly deadLetters: OutgoingRecord[];
}

/**
 * Takes one message through the pipeline and adds what comes of it to `outcome`: the one place where a result of the
 * pipeline becomes an effect. A message of which some records can't be taken is one dead letter that names them, and
 * its other records go on. The code of the dead letter, or undefined where it is none.
 */
export async function ingestMessage(
  pipeline: IngestPipeline,
  received: Received,
  outcome: Outcome,
  logger: Logger,
): Promise<string | undefined> {
  const opened = await faultless(() => pipeline.open(received), logger);
  if (opened.kind !== 'ok') return settle(received, opened, outcome);
  const refused = new Map<number, DeadLetterReason>();
  for (const one of opened.value) {
    const result = await faultless(() => pipeline.take(one), logger);
    if (result.kind === 'ok') {
      outcome[result.value.to].push(result.value.record);
      metrics.collected.add(1, { topic: received.topic });
    } else if (result.kind === 'drop') metrics.collectorDropped.add(1, { reason: result.reason });
    else refused.set(one.source.index, result);
  }
  const [first] = refused.values();
  if (first === undefined) return undefined;
  const only = opened.value.length === refused.size ? undefined : [...refused.keys()].join(',');
  return refuse(received, first, outcome, only);
}

function settle(
  received: Received,
  result: Exclude<StepResult<unknown>, { kind: 'ok' }>,
  outcome: Outcome,
): string | undefined {
  if (result.kind === 'dead-letter') return refuse(received, result, outcome);
  metrics.collectorDropped.add(1, { reason: result.reason });
  return undefined;
}

function refuse(
  received: Received,
  reason: DeadLetterReason,
  outcome: Outcome,
  onlyRecords?: string,
): string {
  metrics.deadLettered.add(1, { topic: received.topic, stage: reason.stage, code: reason.code });
  const letter = deadLetterRecord(received, reason);
  outcome.deadLetters.push(
    onlyRecords === undefined
      ? letter
      : { ...letter, headers: { ...letter.headers, [headerNames.onlyRecords]: onlyRecords } },
  );
  return reason.code;
}

/** A fault that one message causes is that message's fault: it must not hold up the partition. */
async function faultless<T>(run: () => Promise<StepResult<T>>, logger: Logger): Promise<StepResult<T>> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof AppError) throw error;
    logger.error({ error: describeError(error) }, 'a step failed on a message');
    return deadLetter('internal', 'internal-error', 'A step failed on it');
  }
}
