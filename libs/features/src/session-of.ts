import { hash } from 'node:crypto';
import type { Interaction } from '#contracts';

/** 32 hexadecimal digits that stand for an interaction's session: the logged one, else its actor, else itself. */
export function sessionDigest({ session, actor, id }: Pick<Interaction, 'session' | 'actor' | 'id'>): string {
  return textDigest(session ?? actor ?? id);
}

/** 32 hexadecimal digits that stand for who asks: the logged actor, else the session; undefined where nobody can say. */
export function actorDigest({
  tenant,
  actor,
  session,
}: Pick<Interaction, 'tenant' | 'actor' | 'session'>): string | undefined {
  const who = actor ?? session;
  return who === undefined ? undefined : textDigest(JSON.stringify([tenant, who]));
}

/** What an interaction that is logged twice has in common with itself; only its digest is stored. */
export function interactionName(tenant: string, modelId: string, id: string): string {
  return JSON.stringify([tenant, modelId, id]);
}

/** What an exact retry has in common with what it repeats: who asked, and the last thing said to the model. */
export function retrySignature({ actor, messages }: Interaction): string {
  return textDigest(`${actor ?? ''}\0${messages.at(-1)?.content ?? ''}`).slice(0, 16);
}

/** 32 hexadecimal digits of SHA-256. */
export function textDigest(text: string): string {
  return hash('sha256', text).slice(0, 32);
}
