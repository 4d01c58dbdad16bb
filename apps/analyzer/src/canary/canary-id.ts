/** Which canary it is: when it was sent, and of which family it is. */
export interface CanaryName {
  readonly minuteMs: number;
  readonly family: string;
}

/** The id of the canary's interaction. */
export function writeCanaryId({ minuteMs, family }: CanaryName): string {
  return `canary/${minuteMs}/${family}`;
}

/** The canary that an id names; undefined: none of ours. */
export function readCanaryId(id: string): CanaryName | undefined {
  const [, minute, family] = /^canary\/(\d{1,15})\/([a-z0-9-]{1,40})$/.exec(id) ?? [];
  return minute === undefined || family === undefined ? undefined : { minuteMs: Number(minute), family };
}
