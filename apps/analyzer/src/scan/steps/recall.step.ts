import type { Interaction } from '#contracts';
import { currentTurnStart } from '#detection';
import { textDigest } from '#features';
import { type Step, proceed } from '#pipeline';
import type { PartitionMemory } from '../partition-memory.js';
import type { Parsed, Recalled } from '../scanned.js';

/**
 * Which messages of an interaction are new. A conversation is logged with every turn, and grows; one that is logged whole,
 * once, has no message that was seen. What the assistant said in between was judged as a response, or goes with its turn.
 */
export function recallStep(memory: PartitionMemory): Step<Parsed, Recalled> {
  return (parsed) => {
    const { interaction, record } = parsed;
    const { messages } = interaction;
    const turnStart = currentTurnStart(messages);
    const digests = messages.map((message) =>
      message.role === 'assistant' ? undefined : digestOf(interaction, message),
    );
    const isNew = digests.map((digest) => digest !== undefined && !memory.hasMessage(digest));
    const firstNew = isNew.slice(0, turnStart).indexOf(true);
    const endsWithUser = messages.at(-1)?.role === 'user';
    const goesOn = !endsWithUser && messages[turnStart]?.role === 'user' && isNew[turnStart] === false;
    for (const digest of digests) {
      if (digest !== undefined) memory.rememberMessage(digest, record.timestampMs);
    }
    return proceed({ ...parsed, newFrom: firstNew === -1 ? turnStart : firstNew, goesOn });
  };
}

/** A message is the same one where the same conversation, or else the same person, says the same. */
function digestOf(
  { tenant, model, session, actor }: Interaction,
  { role, content }: Interaction['messages'][number],
): string {
  const parts = [tenant, model.id, model.version, session ?? actor ?? '', role, content];
  return textDigest(JSON.stringify(parts));
}
