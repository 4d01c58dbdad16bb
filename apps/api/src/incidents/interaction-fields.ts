import type { Interaction } from '#contracts';
import type { Fields } from './rare-values.js';

const longestValue = 100;
const mostAttributes = 40;

/** What can be compared between interactions of one model: who sent it, from where and in what form; never its text. */
export function interactionFields(interaction: Interaction): Fields {
  const { app, environment, promptTemplate, actor, address, system, messages, response, error } = interaction;
  const fields: Record<string, string | undefined> = {
    app,
    environment,
    'prompt template': promptTemplate,
    actor,
    address,
    'system prompt': system === undefined ? 'none' : 'given',
    'finish reason': response?.finishReason,
    response: response === undefined ? 'none' : 'given',
    error: error === undefined ? 'none' : 'given',
    'text from': [...new Set(messages.map(({ where, role }) => where ?? role))].sort().join(', '),
    'tool calls': (response?.toolCalls?.length ?? 0) > 0 ? 'some' : 'none',
    'hour (UTC)': new Date(interaction.occurredAtMs).toISOString().slice(11, 13),
    ...attributesOf(interaction.attributes),
  };
  const known = Object.entries(fields).filter(
    (entry): entry is [string, string] => entry[1] !== undefined && entry[1].length <= longestValue,
  );
  return Object.fromEntries(known);
}

/** Free attributes at the top whose values are short: those of a log differ by customer. */
function attributesOf(json: string | undefined): Record<string, string> {
  if (json === undefined) return {};
  let attributes: unknown;
  try {
    attributes = JSON.parse(json);
  } catch {
    // Masking can cut JSON text; it is then no attribute.
    return {};
  }
  if (typeof attributes !== 'object' || attributes === null) return {};
  const short = Object.entries(attributes).filter(
    ([name, value]) => name.length <= longestValue && ['string', 'number', 'boolean'].includes(typeof value),
  );
  return Object.fromEntries(
    short.slice(0, mostAttributes).map(([name, value]) => [`attribute ${name}`, String(value)]),
  );
}
