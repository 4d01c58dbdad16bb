/** What only many interactions of one actor show, with the numbers that say so. */
export type Pattern =
  | {
      readonly kind: 'retry-until-comply';
      /** Refused asks that were alike. */
      readonly refusals: number;
      readonly withinMs: number;
      readonly leastSimilarity: number;
      /** The highest attack score of them all. */
      readonly score: number;
      readonly members: readonly string[];
    }
  | {
      readonly kind: 'escalation';
      readonly turns: number;
      readonly nats: number;
      readonly members: readonly string[];
    }
  | {
      readonly kind: 'probing';
      readonly family: string;
      readonly distinct: number;
      readonly refused: number;
      readonly succeeded: number;
      readonly members: readonly string[];
    }
  | {
      readonly kind: 'persistent-attacker';
      readonly distinct: number;
      readonly nats: number;
      readonly members: readonly string[];
    }
  | {
      readonly kind: 'guardrail-violations';
      readonly distinct: number;
      readonly nats: number;
      readonly members: readonly string[];
    }
  | {
      readonly kind: 'guardrail-policies' | 'guardrail-bypassed';
      /** Policies that objected. */
      readonly objections: number;
      readonly members: readonly string[];
    }
  | {
      readonly kind: 'denial-of-wallet';
      readonly tokens: number;
      readonly interactions: number;
      /** What 99.9 % of the model's actors stay below in an hour, and of how many hours that is known. */
      readonly usualTokens: number;
      readonly usualFrom: number;
      readonly members: readonly string[];
    }
  | {
      readonly kind: 'record-harvesting';
      readonly records: number;
      readonly answered: number;
      readonly refused: number;
      /** Most records whose numbers lie in one block of a hundred. */
      readonly inOneBlock: number;
      /** Most records of one conversation. */
      readonly inOneSession: number;
      /** What is usual, of how many days that is known, and whose. */
      readonly usualRecords: number;
      readonly usualFrom: number;
      readonly usualOf: 'others' | 'itself' | 'nobody';
      readonly members: readonly string[];
    };
