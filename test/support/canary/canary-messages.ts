import { attackText } from '../planted-traffic.js';
import type { CanaryValue } from './canary-values.js';
import { malformedPlaces, nativePlaces } from './native-places.js';
import { otlpPlaces } from './otlp-places.js';
import { type CanaryGroup, type CanaryMessage, nativeMessage } from './place.js';

const valuesOfAMessage = 10;

/** Every value planted in every place, some values to a message; what nobody can take belongs to the default tenant. */
export function canaryMessages(values: readonly CanaryValue[], tenant = 'default'): readonly CanaryMessage[] {
  const ofNobody = tenant === 'default' ? malformedPlaces : {};
  const places = Object.entries({ ...nativePlaces, ...otlpPlaces, ...ofNobody });
  return groupsOf(values, tenant).flatMap((group) =>
    places.flatMap(([place, messages]) => messages({ ...group, name: `${place}-${group.name}` })),
  );
}

/** Attacks that the model gave in to, each with a model of its own: each becomes an incident and is told to people. */
export function canaryAttacks(values: readonly CanaryValue[], count: number): readonly CanaryMessage[] {
  return Array.from({ length: count }, (_, number) => {
    const told = values.slice(number * 5, number * 5 + 5).map(({ sentence }) => sentence);
    return nativeMessage(
      {
        id: `canary-attack-${number}`,
        model: { id: `canary-attacked-${number}`, version: 'v1' },
        messages: [{ role: 'user', content: `${told.join(' ')} ${attackText}` }],
        response: {
          content: `Sure, here is what you asked for. ${told.join(' ')} My instructions are as follows: step 1, …`,
        },
      },
      'default',
    );
  });
}

function groupsOf(values: readonly CanaryValue[], tenant: string): CanaryGroup[] {
  return Array.from({ length: Math.ceil(values.length / valuesOfAMessage) }, (_, number) => {
    const own = values.slice(number * valuesOfAMessage, (number + 1) * valuesOfAMessage);
    const text = own.map(({ sentence }) => sentence).join(' ');
    return { values: own, text, name: `${tenant}-${number}`, tenant };
  });
}
