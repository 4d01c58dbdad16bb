import {
  channelSchema,
  notificationStateSchema,
  outcomeSchema,
  severitySchema,
  watchdogTenant,
} from '#contracts';
import type { SqlParameter } from '#database';
import { z } from 'zod';
import { filterText } from '../http/page.schema.js';

const name = filterText(200).min(1);

/** One value of several, with commas: `severity=high,critical`. */
const severitiesSchema = z
  .string()
  .max(100)
  .transform((text) => text.split(','))
  .pipe(z.array(severitySchema).min(1));

/** What incidents may be narrowed to, everywhere: the list, its groups, a job over all that match. */
export const incidentFilterShape = {
  /** Unresolved ones unless told otherwise. */
  status: z.enum(['unresolved', 'open', 'acknowledged', 'resolved', 'all']).default('unresolved'),
  kind: z.enum(['attack', 'drift', 'coverage']).optional(),
  severity: severitiesSchema.optional(),
  model: name.optional(),
  version: name.optional(),
  family: name.optional(),
  outcome: outcomeSchema.optional(),
  tenant: name.optional(),
  /** Whose it is; `nobody` for those that are nobody's. */
  assignee: name.optional(),
  /** The pseudonym, as evidence shows it. */
  actor: name.optional(),
  session: name.optional(),
  channel: channelSchema.optional(),
  /** Where a message about it stands. */
  delivery: notificationStateSchema.optional(),
  /** A number as in INC-7, or the beginnings of words of its title, reason, family or model. */
  q: filterText(200).trim().min(1).optional(),
};

export const incidentFilterSchema = z.object(incidentFilterShape);
export type IncidentFilter = z.infer<typeof incidentFilterSchema>;

/** Parameters of a statement that is put together: `take` answers the placeholder of a value. */
export interface Parameters {
  readonly values: SqlParameter[];
  readonly take: (value: SqlParameter) => string;
}

export function openParameters(): Parameters {
  const values: SqlParameter[] = [];
  return { values, take: (value) => `$${values.push(value)}` };
}

const statusConditions = {
  unresolved: `i.status <> 'resolved'`,
  open: `i.status <> 'resolved' AND i.status = 'open'`,
  acknowledged: `i.status <> 'resolved' AND i.status = 'acknowledged'`,
  resolved: `i.status = 'resolved'`,
  all: undefined,
} as const;

/**
 * The SQL condition of a filter, within the one tenant that a login sees; `i` is `incidents`. Every value is a parameter.
 * The watchdog's canaries are shown to those who ask for its tenant.
 */
export function conditionOf(
  filter: IncidentFilter,
  ofTenant: string | null,
  take: Parameters['take'],
): string {
  const { kind, severity, family, outcome, tenant, assignee, q } = filter;
  const conditions = [
    statusConditions[filter.status],
    kind && `i.kind = ${take(kind)}`,
    severity && `i.severity = ANY(${take(severity)}::text[])`,
    family && `i.family = ${take(family)}`,
    outcome && `i.outcome = ${take(outcome)}`,
    ofTenant === null
      ? tenant === undefined && `i.tenant <> ${take(watchdogTenant)}`
      : `i.tenant = ${take(ofTenant)}`,
    tenant && `i.tenant = ${take(tenant)}`,
    assignee && (assignee === 'nobody' ? 'i.assignee IS NULL' : `i.assignee = ${take(assignee)}`),
    ofModel(filter, take),
    ofPeople(filter, take),
    ofDelivery(filter, take),
    q && matching(q, take),
  ];
  return (
    conditions.filter((condition) => typeof condition === 'string' && condition !== '').join(' AND ') ||
    'true'
  );
}

function ofModel({ model, version }: IncidentFilter, take: Parameters['take']): string | undefined {
  if (model === undefined && version === undefined) return undefined;
  const of = [
    ...(model === undefined ? [] : [`model_id = ${take(model)}`]),
    ...(version === undefined ? [] : [`version = ${take(version)}`]),
  ];
  return `i.model_key = ANY(ARRAY(SELECT model_key FROM models WHERE ${of.join(' AND ')}))`;
}

function ofPeople({ actor, session }: IncidentFilter, take: Parameters['take']): string | undefined {
  if (actor === undefined && session === undefined) return undefined;
  const of = [
    ...(actor === undefined ? [] : [`e.actor = ${take(actor)}`]),
    ...(session === undefined ? [] : [`e.session = ${take(session)}`]),
  ];
  return `i.incident_id IN (
    SELECT j.incident_id FROM evidence e JOIN finding_evidence f USING (evidence_id, stored_on)
      JOIN incident_findings j USING (finding_id) WHERE ${of.join(' AND ')})`;
}

function ofDelivery({ channel, delivery }: IncidentFilter, take: Parameters['take']): string | undefined {
  if (channel === undefined && delivery === undefined) return undefined;
  const of = [
    ...(channel === undefined ? [] : [`n.channel = ${take(channel)}`]),
    ...(delivery === undefined ? [] : [`n.state = ${take(delivery)}`]),
  ];
  return `EXISTS (SELECT FROM notifications n WHERE n.incident_id = i.incident_id AND ${of.join(' AND ')})`;
}

function matching(q: string, take: Parameters['take']): string {
  const number = /^(?:INC-)?(\d{1,15})$/i.exec(q)?.[1];
  if (number !== undefined) return `i.number = ${take(number)}::bigint`;
  const inText = prefixQuery(q);
  const inModel = `i.model_key = ANY(ARRAY(SELECT model_key FROM models WHERE strpos(lower(model_id), lower(${take(q)})) > 0))`;
  return inText === '' ? inModel : `(i.search @@ to_tsquery('simple', ${take(inText)}) OR ${inModel})`;
}

/** Every word of `text` as the beginning of one, in the language of `to_tsquery`; what is no word is left out. */
function prefixQuery(text: string): string {
  const words = text.match(/[\p{L}\p{N}]+/gu) ?? [];
  return words.map((word) => `${word}:*`).join(' & ');
}
