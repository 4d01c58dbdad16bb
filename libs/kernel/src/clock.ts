/** Milliseconds since the Unix epoch; passed in wherever time matters, so that tests and replays own it. */
export type Clock = () => number;

/** The machine's clock. The only place outside the telemetry door that reads it by itself. */
export const systemClock: Clock = () => Date.now();
