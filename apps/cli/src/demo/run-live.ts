import { setTimeout as pause } from 'node:timers/promises';
import type { OutgoingRecord } from '#kafka';
import type { Clock } from '#kernel';
import { keyOf, openSourceTopic } from '../source-topic.js';
import type { TimedTurn } from './history.js';
import { type LiveOptions, liveTraffic } from './live-traffic.js';
import { writeTurn } from './write-turn.js';

/** Further behind than this (the machine slept), what was missed is left out, not caught up with. */
const longestLagMs = 5_000;

/** Produces live traffic, each interaction at its time, until `stop` is aborted. */
export async function runLive(options: LiveOptions, clock: Clock, stop: AbortSignal): Promise<void> {
  await using topic = await openSourceTopic();
  let slippedMs = 0;
  for (const turn of liveTraffic(options)) {
    const lagMs = clock() - (turn.atMs + slippedMs);
    if (lagMs > longestLagMs) slippedMs += lagMs;
    await pause(Math.max(0, -lagMs), undefined, { signal: stop }).catch(() => undefined);
    if (stop.aborted) return;
    await topic.send([recordOf(turn, turn.atMs + slippedMs)]);
  }
}

function recordOf({ session, index }: TimedTurn, atMs: number): OutgoingRecord {
  const interaction = writeTurn(session, index, atMs);
  const traceparent = interaction.trace?.traceparent;
  return {
    key: keyOf(interaction),
    value: JSON.stringify(interaction),
    ...(traceparent === undefined ? {} : { headers: { traceparent } }),
  };
}
