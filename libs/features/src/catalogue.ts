import type { Interaction, Signal } from '#contracts';

/** One drift feature: what it is called, how to read it and how to get it from an interaction. */
export interface Feature {
  readonly label: string;
  readonly unit: 'share' | 'characters' | 'ms';
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
