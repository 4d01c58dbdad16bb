const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

/** When what many interactions show is told; `README.md` has the false alarms measured at these values. */
export const thresholds = {
  retry: {
    windowMs: hourMs,
    leastSimilarity: 0.4,
    /** Or so much of the shorter ask is in the longer one. */
    leastContainment: 0.6,
    /** Ordinary people reword what was refused, too: one of the asks must look like an attack this much. */
    leastScore: 0.5,
    /** Or it was refused so often. */
    stubbornRefusals: 4,
  },
  /** One false alarm in 100,000 turns or fewer. */
  escalation: { leastTurns: 4, nats: Math.log(1e5), halfLifeMs: hourMs },
  /** One false alarm in ten million interactions or fewer. */
  persistence: { leastDistinct: 3, nats: Math.log(1e7), halfLifeMs: 24 * hourMs },
  probing: { leastDistinct: 8, windowMs: 24 * hourMs },
  overuse: { leastPeers: 100, timesUsual: 5, leastTokens: 50_000 },
  harvesting: {
    leastPeers: 50,
    /** Days of the actor's own, where it has not enough peers: a service that asks for all its users has none. */
    leastOwnDays: 3,
    timesUsual: 3,
    leastRecords: 20,
    /** Where nothing is usual yet; so many, and half of them in one conversation: one customer has not so many. */
    leastRecordsAlone: 40,
    /** So many in one block of a hundred numbers are an enumeration. */
    enumerated: 12,
  },
  guardrail: {
    /** Of ordinary asks a guardrail objects to at most this share, of a violator's to half. */
    ordinaryShare: 0.05,
    violatorShare: 0.5,
    /** e^11.5: one false alarm in 98,000 asks or fewer, where that holds. */
    nats: 11.5,
    leastDistinct: 5,
    windowMs: 24 * hourMs,
    /** So many policies against one ask; told of an actor once in so long. */
    severalPolicies: 2,
    severalAgainMs: hourMs,
  },
  campaign: {
    leastSimilarity: 0.5,
    leastPrompts: 5,
    leastActors: 2,
    actorsOfOnePrompt: 5,
    windowMs: 24 * hourMs,
  },
} as const;
export { hourMs };
