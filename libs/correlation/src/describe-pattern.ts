import type { Outcome, Severity } from '#contracts';
import type { Campaign } from './campaigns.js';
import type { Pattern } from './pattern.js';
import { thresholds } from './thresholds.js';

/** A pattern in words: what an incident's heading, sentence and severity are. Our words and numbers only. */
export interface Described {
  readonly title: string;
  readonly reason: string;
  readonly severity: Severity;
  readonly outcome: Outcome;
}

/** What happened, whether it worked, and by which threshold it is told. */
export function describePattern(pattern: Pattern): Described {
  switch (pattern.kind) {
    case 'retry-until-comply':
      return retry(pattern);
    case 'escalation':
      return {
        title: 'Conversation escalated until the model complied',
        reason: `Over ${pattern.turns} turns of one conversation the evidence of an attack rose to ${pattern.nats.toFixed(1)} nats (threshold ${thresholds.escalation.nats.toFixed(1)}) and the model complied.`,
        severity: 'high',
        outcome: 'complied',
      };
    case 'probing':
      return probing(pattern);
    case 'persistent-attacker':
      return {
        title: 'One actor keeps attacking',
        reason: `One actor sent ${pattern.distinct} different asks that look like attacks; together ${pattern.nats.toFixed(1)} nats of evidence (threshold ${thresholds.persistence.nats.toFixed(1)}, which ordinary use reaches once in ten million interactions or more seldom).`,
        severity: 'medium',
        outcome: 'refused',
      };
    case 'guardrail-violations':
    case 'guardrail-policies':
    case 'guardrail-bypassed':
      return guardrail(pattern);
    case 'denial-of-wallet':
      return {
        title: 'One actor uses far more than any other',
        reason: `One actor used ${number(pattern.tokens)} tokens in ${count(pattern.interactions, 'interaction')} within an hour; 99.9 % of ${number(pattern.usualFrom)} hours of this model's actors stay below ${number(pattern.usualTokens)} (told from ${thresholds.overuse.timesUsual} times that on).`,
        severity: 'medium',
        outcome: 'none',
      };
    case 'record-harvesting':
      return harvesting(pattern);
  }
}

/** The same of a campaign. */
export function describeCampaign(campaign: Campaign): Described {
  const { family, actors, models, prompts, asks, succeeded, firstAtMs, lastAtMs } = campaign;
  const worked = succeeded > 0;
  return {
    title: 'One attack by many actors',
    reason: `${count(actors.length, 'actor')} sent one attack (${inWords(family)}) to ${count(models.length, 'model')} in ${count(prompts.length, 'wording')}, ${count(asks, 'time')} within ${duration(lastAtMs - firstAtMs)}; ${worked ? `it worked ${count(succeeded, 'time')}` : 'it did not work'} (alike: at least ${share(thresholds.campaign.leastSimilarity)} of the words).`,
    severity: worked ? 'high' : 'medium',
    outcome: worked ? 'complied' : 'refused',
  };
}

function retry(pattern: Extract<Pattern, { kind: 'retry-until-comply' }>): Described {
  const { refusals, withinMs, leastSimilarity, score } = pattern;
  return {
    title: 'Refused ask was reworded until it worked',
    reason: `After ${count(refusals, 'refusal')} the model complied with the same ask in other words, within ${duration(withinMs)} (at least ${share(leastSimilarity)} of the words alike, threshold ${share(thresholds.retry.leastSimilarity)}, or ${share(thresholds.retry.leastContainment)} of the shorter ask's; attack score ${score}).`,
    severity: score >= 0.6 ? 'high' : 'medium',
    outcome: 'complied',
  };
}

function probing(pattern: Extract<Pattern, { kind: 'probing' }>): Described {
  const { family, distinct, refused, succeeded } = pattern;
  return {
    title: 'One actor probes with many attacks of one kind',
    reason: `One actor sent ${distinct} different attacks of one family (${inWords(family)}) within a day: ${refused} refused, ${succeeded} worked (told from ${thresholds.probing.leastDistinct} on).`,
    severity: succeeded > 0 ? 'high' : 'medium',
    outcome: succeeded > 0 ? 'complied' : 'refused',
  };
}

function guardrail(pattern: Extract<Pattern, { kind: `guardrail-${string}` }>): Described {
  const { nats, ordinaryShare, severalPolicies } = thresholds.guardrail;
  switch (pattern.kind) {
    case 'guardrail-violations':
      return {
        title: 'One actor keeps running into guardrails',
        reason: `A guardrail objected to ${pattern.distinct} different asks of one actor; together ${pattern.nats.toFixed(1)} nats of evidence (threshold ${nats.toFixed(1)}, if it objects to ${share(ordinaryShare)} of ordinary asks at most).`,
        severity: 'medium',
        outcome: 'refused',
      };
    case 'guardrail-policies':
      return {
        title: 'One ask violated several guardrail policies',
        reason: `${pattern.objections} policies of guardrails objected to one ask (told from ${severalPolicies} on, of an actor once an hour).`,
        severity: 'low',
        outcome: 'none',
      };
    case 'guardrail-bypassed':
      return {
        title: 'Blocked by a guardrail and answered all the same',
        reason: `${count(pattern.objections, 'policy', 'policies')} of guardrails blocked an ask, and the log holds an answer that complied: the guardrail blocks too late or only notes.`,
        severity: 'high',
        outcome: 'complied',
      };
  }
}

function harvesting(pattern: Extract<Pattern, { kind: 'record-harvesting' }>): Described {
  const { records, answered, refused, inOneBlock, inOneSession } = pattern;
  const numbers =
    inOneBlock >= thresholds.harvesting.enumerated ? `, ${inOneBlock} with numbers next to each other` : '';
  const worked = answered > refused;
  return {
    title: 'One actor asks for many records',
    reason: `One actor asked for ${count(records, 'record')} within a day, up to ${inOneSession} in one conversation${numbers}; ${count(answered, 'ask')} answered, ${refused} refused (${usualOf(pattern)}).`,
    severity: worked ? 'high' : 'medium',
    outcome: worked ? 'complied' : 'refused',
  };
}

function usualOf(pattern: Extract<Pattern, { kind: 'record-harvesting' }>): string {
  const { usualOf: whose, usualRecords, usualFrom } = pattern;
  switch (whose) {
    case 'others':
      return `99.9 % of ${number(usualFrom)} days of this model's actors stay below ${number(usualRecords + 1)}`;
    case 'itself':
      return `in ${count(usualFrom, 'day')} before it asked for ${number(usualRecords)} at most`;
    case 'nobody':
      return 'too few days are known to say what is usual';
  }
}

function inWords(family: string): string {
  return family.replaceAll('-', ' ');
}

function count(n: number, noun: string, plural = `${noun}s`): string {
  return `${number(n)} ${n === 1 ? noun : plural}`;
}

function number(n: number): string {
  return n.toLocaleString('en-GB');
}

function share(of: number): string {
  return `${Math.round(of * 100)} %`;
}

function duration(ms: number): string {
  const minutes = Math.ceil(ms / 60_000);
  return minutes < 120 ? count(minutes, 'minute') : count(Math.round(minutes / 60), 'hour');
}
