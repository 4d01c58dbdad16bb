import type { MessagePart, NativeInteraction } from '#contracts';
import type { Revealed } from './evidence.schema.js';

type Turn = Revealed['turns'][number];

/** The conversation of a native log as it was logged, in the order in which its masked form is shown. */
export function originalTurns({ system, messages, response }: NativeInteraction): readonly Turn[] {
  const turn = (role: string, content: string, where: Turn['where'] = null): Turn => ({
    role,
    content,
    where,
  });
  return [
    ...(system === undefined ? [] : [turn('system', system)]),
    ...messages.flatMap(({ role, content, parts = [], where }) => [
      ...(content === undefined ? [] : [turn(role, content, where)]),
      ...parts.map((part) => turn(role, textOf(part), where ?? placeOf(part))),
    ]),
    ...(response === undefined
      ? []
      : [
          turn('response', response.content),
          ...(response.tool_calls ?? []).map((call) => turn('tool call', JSON.stringify(call))),
        ]),
  ];
}

/** The bytes of an image are in the whole log; among the turns its type stands for them. */
function textOf(part: MessagePart): string {
  if (part.text !== undefined) return part.text;
  const { data: _, ...rest } = part;
  return JSON.stringify(rest);
}

function placeOf({ type }: MessagePart): Turn['where'] {
  if (type === 'document') return 'retrieved';
  return type === 'tool_call_response' ? 'tool' : null;
}
