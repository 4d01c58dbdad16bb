import type { Outcome, ResponseVerdict } from '#contracts';

/** One interaction as it counts for what only many of them show; texts are read once and not kept. */
export interface Observation {
  readonly atMs: number;
  readonly modelKey: number;
  /** Digest of the session, hexadecimal. */
  readonly session: string;
  readonly evidenceId: string;
  /** What was asked in the current turn. */
  readonly ask: string;
  readonly answer: string;
  readonly attack: ObservedAttack;
  readonly verdict: ResponseVerdict | null;
  readonly outcome: Outcome;
  /** Of messages and response. */
  readonly tokens: number;
  /** What guardrails upstream said of it; undefined where none was asked. */
  readonly guardrail?:
    | {
        /** Policies that objected. */
        readonly objections: number;
        /** One of them was to stop it, not only to note it. */
        readonly blocked: boolean;
      }
    | undefined;
  /** Its ask was observed before: a tool loop goes on. */
  readonly goesOn: boolean;
}

/** What detection said of the interaction. */
interface ObservedAttack {
  readonly flagged: boolean;
  /** 0..1 */
  readonly score: number;
  /** The likeliest family, flagged or not. */
  readonly family: string | undefined;
}

/** True where the attack got something. */
export function succeeded(outcome: Outcome): boolean {
  return outcome === 'complied' || outcome === 'leaked';
}
