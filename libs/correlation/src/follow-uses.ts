import { type ActorState, type ModelUse, type Peers, appended, mostMembers } from './actor-state.js';
import { type Observation, succeeded } from './observation.js';
import type { Pattern } from './pattern.js';
import { type NamedRecord, countInOneBlock, countRecords, recordsIn } from './records-in.js';
import { hourMs, thresholds } from './thresholds.js';
import { hash32 } from './sketch.js';
import { addUse, largeUse, samplesOf } from './usual-use.js';

const dayMs = 24 * hourMs;
/** Models followed of one actor, and records of one day; who asks for more was told long ago. */
const mostModels = 4;
const mostRecords = 192;
/** Conversations whose records are counted apart. */
const mostSessions = 8;
/** What was usual of an actor fades by this a day. */
const fadingOfADay = 0.9;

/**
 * Adds an interaction to what its actor used of the model in this hour, and to the records it asked for in this day.
 * Either is told where it is far above what the model's other actors do.
 */
export function followUses(
  uses: ActorState['uses'],
  observation: Observation,
  peers: Peers,
): { readonly kept: ActorState['uses']; readonly patterns: readonly Pattern[] } {
  const { modelKey, atMs, evidenceId, tokens } = observation;
  const [hour, day] = [Math.floor(atMs / hourMs), Math.floor(atMs / dayMs)];
  const before = uses.find((use) => use.modelKey === modelKey) ?? newUse(modelKey);
  const inHour =
    hour > before.hour ? { ...before, hour, tokens: 0, interactions: 0, overuseTold: false } : before;
  const inDay = day > inHour.day ? newDay(inHour, day) : inHour;
  const used = { ...inDay, tokens: inDay.tokens + tokens, interactions: inDay.interactions + 1 };
  const harvested = addRecords(used, observation);
  const overuse = overuseOf(harvested, peers, evidenceId);
  const harvest = harvestOf(harvested, peers);
  const told: ModelUse = {
    ...harvested,
    overuseTold: harvested.overuseTold || overuse !== undefined,
    recordsTold: harvest === undefined ? harvested.recordsTold : countRecords(harvested.records),
  };
  const kept = appended(
    uses.filter((use) => use.modelKey !== modelKey),
    told,
    mostModels,
  );
  return { kept, patterns: [overuse, harvest].filter((pattern) => pattern !== undefined) };
}

/** The actor's uses that an hour or a day ended, as of a time: what they add to what is usual of their models. */
export function endedUses(
  uses: ActorState['uses'],
  { fromMs, untilMs }: { readonly fromMs: number; readonly untilMs: number },
  peersOf: (modelKey: number) => Peers,
): readonly (readonly [modelKey: number, peers: Peers])[] {
  return uses.flatMap(({ modelKey, hour, day, tokens, records }) => {
    const hourEnds = ended((hour + 1) * hourMs) && tokens > 0;
    const dayEnds = ended((day + 1) * dayMs);
    if (!hourEnds && !dayEnds) return [];
    const { tokensOfAnHour, recordsOfADay } = peersOf(modelKey);
    const peers: Peers = {
      tokensOfAnHour: hourEnds ? addUse(tokensOfAnHour, tokens) : tokensOfAnHour,
      recordsOfADay: dayEnds ? addUse(recordsOfADay, countRecords(records)) : recordsOfADay,
    };
    return [[modelKey, peers] as const];
  });

  function ended(atMs: number): boolean {
    return atMs > fromMs && atMs <= untilMs;
  }
}

/** The use at the beginning of a day: the one before it is part of what is usual of the actor. */
function newDay(before: ModelUse, day: number): ModelUse {
  const { records, ownDays, ownRecords } = before;
  const isFirst = before.day < 0;
  return {
    ...newUse(before.modelKey),
    hour: before.hour,
    tokens: before.tokens,
    interactions: before.interactions,
    overuseTold: before.overuseTold,
    day,
    ownDays: isFirst ? 0 : ownDays + 1,
    ownRecords: isFirst ? 0 : Math.max(ownRecords * fadingOfADay, countRecords(records)),
  };
}

function addRecords(use: ModelUse, observation: Observation): ModelUse {
  const { ask, answer, outcome, verdict, evidenceId, session } = observation;
  const named = [...recordsIn(ask), ...recordsIn(answer)];
  if (named.length === 0) return use;
  const known = new Set(use.records.map(([record]) => record));
  const added = unique(named.filter(([record]) => !known.has(record)));
  if (added.length === 0) return use;
  const records = [...use.records, ...added].slice(0, mostRecords);
  const digest = hash32(session);
  const inSession = use.sessions.find(([one]) => one === digest)?.[1] ?? 0;
  const others = use.sessions.filter(([one]) => one !== digest);
  const isRefused = verdict === 'refused';
  return {
    ...use,
    records,
    sessions: appended(others, [digest, inSession + countRecords(added)] as const, mostSessions),
    answered: use.answered + (verdict === 'complied' || succeeded(outcome) ? 1 : 0),
    refused: use.refused + (isRefused ? 1 : 0),
    members: appended(use.members, evidenceId, mostMembers),
  };
}

function unique(records: readonly NamedRecord[]): readonly NamedRecord[] {
  return [...new Map(records.map((record) => [record[0], record])).values()];
}

function overuseOf(
  { tokens, interactions, overuseTold }: ModelUse,
  { tokensOfAnHour }: Peers,
  evidenceId: string,
): Pattern | undefined {
  const { leastPeers, timesUsual, leastTokens } = thresholds.overuse;
  const usualFrom = samplesOf(tokensOfAnHour);
  if (overuseTold || tokens < leastTokens || usualFrom < leastPeers) return undefined;
  const usualTokens = Math.round(largeUse(tokensOfAnHour));
  if (tokens < timesUsual * usualTokens) return undefined;
  return { kind: 'denial-of-wallet', tokens, interactions, usualTokens, usualFrom, members: [evidenceId] };
}

function harvestOf(use: ModelUse, peers: Peers): Pattern | undefined {
  const { timesUsual, leastRecords, leastRecordsAlone, enumerated } = thresholds.harvesting;
  const records = countRecords(use.records);
  if (records < Math.max(2 * use.recordsTold, enumerated)) return undefined;
  const usual = usualRecordsOf(use, peers);
  const inOneBlock = countInOneBlock(use.records);
  const inOneSession = Math.max(0, ...use.sessions.map(([, count]) => count));
  const knowsUsual = usual.usualOf !== 'nobody';
  const isMany = knowsUsual
    ? records >= Math.max(leastRecords, timesUsual * usual.usualRecords)
    : records >= leastRecordsAlone && inOneSession >= leastRecordsAlone / 2;
  const isEnumeration =
    inOneBlock >= Math.max(enumerated, 2 * usual.usualRecords) && (knowsUsual || inOneSession >= enumerated);
  if (!isMany && !isEnumeration) return undefined;
  const { answered, refused, members } = use;
  return {
    kind: 'record-harvesting',
    records,
    answered,
    refused,
    inOneBlock,
    inOneSession,
    ...usual,
    members,
  };
}

/** What is usual among the model's other actors; where too few are known, of the actor itself. */
function usualRecordsOf({ ownDays, ownRecords }: ModelUse, { recordsOfADay }: Peers) {
  const { leastPeers, leastOwnDays } = thresholds.harvesting;
  const own = Math.round(ownRecords);
  const usualFrom = samplesOf(recordsOfADay);
  if (usualFrom >= leastPeers) {
    const usualRecords = Math.max(Math.round(largeUse(recordsOfADay)), ownDays >= leastOwnDays ? own : 0);
    return { usualRecords, usualFrom, usualOf: 'others' as const };
  }
  if (ownDays >= leastOwnDays) return { usualRecords: own, usualFrom: ownDays, usualOf: 'itself' as const };
  return { usualRecords: 0, usualFrom: 0, usualOf: 'nobody' as const };
}

function newUse(modelKey: number): ModelUse {
  return {
    modelKey,
    hour: -1,
    tokens: 0,
    interactions: 0,
    overuseTold: false,
    day: -1,
    records: [],
    answered: 0,
    refused: 0,
    members: [],
    sessions: [],
    ownDays: 0,
    ownRecords: 0,
    recordsTold: 0,
  };
}
