/** Sentences that are put together; `{slot}` stands for a word of `slots` or of the synthetic entities. */
export interface Phrases {
  /** One begins the text. */
  readonly openings: readonly string[];
  /** One to five follow. */
  readonly bodies: readonly string[];
  /** One may end it. */
  readonly closings: readonly string[];
}

export const attackFamilies = [
  'instruction-override',
  'persona',
  'system-prompt-extraction',
  'delimiter-spoofing',
  'encoded',
  'refusal-suppression',
  'developer-mode',
  'indirect',
] as const;
export type AttackFamily = (typeof attackFamilies)[number];

/** A model of the demo: what it is, what people ask it and how it answers. */
export interface DemoModel {
  readonly model: {
    readonly id: string;
    readonly version: string;
    readonly base?: string;
    readonly kind: 'tuned' | 'base';
  };
  readonly app: string;
  readonly language: 'en' | 'de';
  readonly system: string;
  /** At least as many as the longest session has turns: nobody asks the same twice in a session. */
  readonly asks: readonly string[];
  readonly slots: Readonly<Record<string, readonly string[]>>;
  readonly answers: Phrases;
  readonly refusals: Phrases;
  /** What an attacker wants of it. */
  readonly attackGoals: readonly string[];
  /** The attack that it falls for in live traffic, and how it answers that. `{system}` is its system prompt. */
  readonly weakness?: { readonly family: AttackFamily; readonly answer: string };
  /** Retrieved text that some asks come with. */
  readonly documents: readonly string[];
  readonly sessions: 'long' | 'mixed';
  readonly latency: { readonly firstTokenMs: number; readonly perTokenMs: number };
  /** Share of ordinary turns that are refused; in live traffic another one where the model has drifted. */
  readonly refusalRate: { readonly history: number; readonly live: number };
  /** Share of the live traffic, 0..1, and how many conversations it has at a time. */
  readonly live: { readonly share: number; readonly sessionsAtOnce: number };
}
