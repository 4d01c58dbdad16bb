import { attackText } from '../planted-traffic.js';
import { type CanaryGroup, type Place, mappedMessage, nativeMessage } from './place.js';

const ask = { role: 'user', content: attackText };

/** A message with the text in one or more of its fields. */
function within(fields: (text: string, group: CanaryGroup) => Record<string, unknown>): Place {
  return (group) => [
    nativeMessage({ id: `canary-${group.name}`, ...fields(group.text, group) }, group.tenant),
  ];
}

/** A message for each value, where a field is short and on one line: the value in its sentence, or only the value. */
function each(
  what: 'sentence' | 'value',
  longest: number,
  fields: (text: string) => Record<string, unknown>,
): Place {
  return (group) =>
    group.values
      .map((one) => one[what])
      .filter((text) => text.length <= longest && !text.includes('\n'))
      .map((text, number) =>
        nativeMessage({ id: `canary-${group.name}-${number}`, ...fields(text) }, group.tenant),
      );
}

/** Every character of every text as an escape: valid JSON that hides what it says. */
function withEscapesOnly(text: string): string {
  return [...text].map((one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`).join('');
}

const conversation: Readonly<Record<string, Place>> = {
  user: within((text) => ({ messages: [{ role: 'user', content: `${text} ${attackText}` }] })),
  system: within((system) => ({ system })),
  assistant: within((text) => ({ messages: [ask, { role: 'assistant', content: text }, ask] })),
  retrieved: within((text) => ({ messages: [{ role: 'user', content: text, where: 'retrieved' }, ask] })),
  document: within((text) => ({ messages: [{ ...ask, parts: [{ type: 'document', text }] }] })),
  'unknown part': within((text) => ({
    messages: [{ ...ask, parts: [{ type: 'novel', text, more: text }] }],
  })),
  image: within((text) => ({
    messages: [
      {
        ...ask,
        parts: [
          { type: 'image', mime_type: 'image/png', data: Buffer.from(text).toString('base64') },
          { type: 'image', uri: `https://images.example/?of=${encodeURIComponent(text)}` },
        ],
      },
    ],
  })),
  'tool call': within((text) => ({
    messages: [
      ask,
      { role: 'assistant', parts: [{ type: 'tool_call', name: text, arguments: { text } }] },
      ask,
    ],
    response: {
      content: '',
      tool_calls: [{ function: { name: 'send', arguments: JSON.stringify({ text }) } }, { name: text }],
    },
  })),
  'tool result': within((text) => ({
    messages: [
      ask,
      { role: 'tool', content: text },
      { role: 'tool', parts: [{ type: 'tool_call_response', result: { rows: [text] } }] },
      ask,
    ],
  })),
  response: within((text) => ({ response: { content: `I am sorry, but I cannot help with that. ${text}` } })),
  'escapes only': ({ tenant, name, text }) => {
    const message = nativeMessage(
      { id: `canary-${name}`, messages: [{ role: 'user', content: '%' }] },
      tenant,
    );
    return [
      { ...message, value: String(message.value).replace('%', withEscapesOnly(`${text} ${attackText}`)) },
    ];
  },
};

const around: Readonly<Record<string, Place>> = {
  attributes: within((text) => ({ attributes: { note: text, deep: [{ [text]: text }] } })),
  'unknown key': within((text) => ({ [text]: text, extra: { text } })),
  error: within((text) => ({ error: text })),
  id: each('sentence', 128, (id) => ({ id })),
  'prompt template': each('sentence', 200, (prompt_template) => ({ prompt_template })),
  guardrail: each('sentence', 200, (text) => ({ guardrail: [{ policy: text, verdict: text }] })),
  'finish reason': each('sentence', 64, (finish_reason) => ({ response: { content: 'No.', finish_reason } })),
  app: each('sentence', 64, (text) => ({ app: text, environment: text })),
  session: each('value', 200, (session) => ({ session })),
  actor: each('value', 200, (id) => ({ actor: { id, kind: id.slice(0, 40) } })),
  address: each('value', 64, (ip) => ({ actor: { ip } })),
  trace: each('value', 200, (traceparent) => ({ trace: { traceparent } })),
};

const otherFormats: Readonly<Record<string, Place>> = {
  key: ({ values, tenant, name }) =>
    values.map(({ value }, number) => ({
      ...nativeMessage({ id: `canary-${name}-${number}` }, tenant),
      key: value,
    })),
  litellm: ({ text, tenant, name }) =>
    tenant !== 'default'
      ? []
      : [
          mappedMessage('litellm', {
            id: `canary-${name}`,
            startTime: Date.now() / 1000,
            model: 'canary',
            messages: [{ role: 'user', content: `${text} ${attackText}` }],
            response: { choices: [{ message: { content: text }, finish_reason: 'stop' }] },
            error_str: text,
            request_tags: [text],
          }),
        ],
};

/** Nobody can take these; their bytes are kept in the dead-letter topic, and only there. */
export const malformedPlaces: Readonly<Record<string, Place>> = {
  'cut JSON': ({ text }) => [dead(`{"messages": [{"role": "user", "content": ${JSON.stringify(text)}`)],
  'cut JSON with escapes': ({ text }) => [dead(`{"messages": [{"content": "${withEscapesOnly(text)}`)],
  'another shape': ({ text }) => [dead(JSON.stringify({ [text]: text, role: text, messages: text }))],
  'a wrong role': ({ text }) => [
    dead(JSON.stringify({ messages: [{ role: text, content: text }], model: text })),
  ],
  'UTF-16': ({ text }) => [dead(Buffer.from(text, 'utf16le'))],
  'no UTF-8': ({ text }) => [dead(Buffer.concat([Buffer.from(text), Buffer.from([0xff])]))],
};

function dead(value: Buffer | string) {
  return { to: 'native', value, becomes: 'dead-letter' } as const;
}

/** Every place of the native format, of a mapped one, and of what is neither. */
export const nativePlaces: Readonly<Record<string, Place>> = {
  ...conversation,
  ...around,
  ...otherFormats,
};
