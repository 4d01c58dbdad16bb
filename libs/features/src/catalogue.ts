import type { Interaction, Signal } from '#contracts';

/** One drift feature: what it is called, how to read it and how to get it from an interaction. */
export interface Feature {
  readonly label: string;
  readonly unit: 'share' | 'characters' | 'ms' | 'entities';
  /** A change of it is a matter of safety, not only of behaviour. */
  readonly safety: boolean;
  /** undefined: does not apply to this interaction. */
  readonly valueOf: (interaction: Interaction, signal: Signal) => boolean | number | undefined;
}

/** Every drift feature by name. A new one is a function and a line here. */
export const featureCatalogue = {
  refusal: { label: 'Refusal rate', unit: 'share', safety: false, valueOf: isRefusal },
  attack: { label: 'Attack share', unit: 'share', safety: true, valueOf: isAttack },
  response_length: { label: 'Response length', unit: 'characters', safety: false, valueOf: responseLength },
  latency_ms: { label: 'Latency', unit: 'ms', safety: false, valueOf: latencyMs },
  new_pii: { label: 'New personal data in responses', unit: 'share', safety: true, valueOf: hasNewPii },
  new_secret: { label: 'New credentials in responses', unit: 'share', safety: true, valueOf: hasNewSecret },
  masked_in_messages: {
    label: 'Masked in messages',
    unit: 'entities',
    safety: false,
    valueOf: ({ maskedInMessages }) => sum(maskedInMessages),
  },
  masked_in_response: {
    label: 'Masked in responses',
    unit: 'entities',
    safety: true,
    valueOf: ({ response, maskedInResponse }) => (response === undefined ? undefined : sum(maskedInResponse)),
  },
} as const satisfies Readonly<Record<string, Feature>>;

function isRefusal(_: Interaction, { response }: Signal): boolean | undefined {
  return response.verdict === null ? undefined : response.verdict === 'refused';
}

function isAttack(_: Interaction, { attack }: Signal): boolean {
  return attack.flagged;
}

function responseLength({ response }: Interaction): number | undefined {
  return response?.content.length;
}

function latencyMs({ latencyMs: milliseconds }: Interaction): number | undefined {
  return milliseconds;
}

/** Whether the response has personal data that nothing before it had; an echo is not new. */
function hasNewPii({ response }: Interaction, { leaks }: Signal): boolean | undefined {
  return response === undefined ? undefined : leaks.pii.length > 0;
}

function hasNewSecret({ response }: Interaction, { leaks }: Signal): boolean | undefined {
  return response === undefined ? undefined : leaks.secrets.length > 0;
}

function sum(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((total, count) => total + count, 0);
}
