import { type NativeInteraction, nativeInteractionSchema } from '#contracts';
import { maskInteraction, allMaskers } from '#privacy';
import { benchInteractionJson } from './bench-interaction.js';

/** What masking gave on one core. */
export interface MaskingFigures {
  readonly sizeBytes: number;
  readonly messages: number;
  /** By the time that the processor spent, so that whatever else runs beside it does not count. */
  readonly messagesPerSecond: number;
  /** Entities replaced in all of the messages. */
  readonly entities: number;
}

/** One message in so many holds personal data: about as in a log of customer support. */
const withEntitiesEvery = 5;
const sentences = [
  'My name is Ada Lovelace and I was born on 12/10/1985. ',
  'Write to ada.lovelace@mail.example or call +44 20 7946 0958. ',
  'The card is 4111 1111 1111 1111 and the IBAN DE89 3704 0044 0532 0130 00. ',
  'Ship it to 12 Harbour Street, Springfield 62704. ',
  'It answered from 198.51.100.7 with api_key=9f8Gh2kQ7LmZ4xT1vB6n. ',
];

/** Masks `count` interactions of `sizeBytes` each, of which one in five holds entities, after a warm-up of a tenth. */
export function benchMasking(count: number, sizeBytes: number): MaskingFigures {
  const pool = Array.from({ length: 200 }, (_, number) => interactionOf(number, sizeBytes));
  run(pool, Math.ceil(count / 10));
  const before = process.cpuUsage();
  const entities = run(pool, count);
  const { user, system } = process.cpuUsage(before);
  const seconds = (user + system) / 1e6;
  return { sizeBytes, messages: count, messagesPerSecond: Math.round(count / seconds), entities };
}

function run(pool: readonly NativeInteraction[], count: number): number {
  const context = { fallbackId: 'bench-0-0', modelKey: 1, occurredAtMs: 0, key: Buffer.alloc(32, 1) };
  let entities = 0;
  for (let number = 0; number < count; number++) {
    const native = pool[number % pool.length]!;
    const masked = maskInteraction(native, { ...context, maskers: allMaskers });
    for (const found of Object.values(masked.maskedInMessages)) entities += found;
  }
  return entities;
}

function interactionOf(number: number, sizeBytes: number): NativeInteraction {
  const json = benchInteractionJson({
    id: `bench-${number}`,
    modelId: 'bench',
    session: `s-${number % 20}`,
    occurredAtMs: 1_760_000_000_000 + number,
    sizeBytes,
    attack: false,
  });
  const native = nativeInteractionSchema.parse(JSON.parse(json));
  if (number % withEntitiesEvery !== 0) return native;
  const sentence = sentences[(number / withEntitiesEvery) % sentences.length]!;
  const messages = native.messages.map((message) => ({
    ...message,
    content: sentence + (message.content ?? '').slice(0, -sentence.length),
  }));
  return { ...native, messages };
}
