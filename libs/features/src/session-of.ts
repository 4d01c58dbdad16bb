import { createHash } from 'node:crypto';
import type { Interaction } from '#contracts';

/** 32 hexadecimal digits that stand for an interaction's session: the logged one, else its actor, else itself. */
export function sessionDigest({ session, actor, id }: Interaction): string {
  return digest(session ?? actor ?? id);
}

/** What an exact retry has in common with what it repeats: who asked, and the last thing said to the model. */
export function retrySignature({ actor, messages }: Interaction): string {
  return digest(`${actor ?? ''}\0${messages.at(-1)?.content ?? ''}`).slice(0, 16);
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 32);
}
