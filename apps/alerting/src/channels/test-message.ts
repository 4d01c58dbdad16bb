/** A message that somebody asked for to see whether it arrives. */
export interface TestMessage {
  readonly testId: string;
  readonly receiver: string;
  readonly requestedBy: string;
  readonly requestedAt: Date;
}

/** What stands first in every test message, whatever the channel shows of it. */
export const testTitle = 'TEST from Tunewarden: nothing has happened';

/** What a test message says. The name of who asked comes from an identity provider: channels show it as plain text. */
export function testSentence({ receiver, requestedBy, requestedAt }: TestMessage): string {
  const at = requestedAt.toISOString().slice(0, 19).replace('T', ' ');
  return `${requestedBy} tested the receiver "${receiver}" at ${at} UTC. There is nothing to do.`;
}
