import { randomUUID } from 'node:crypto';
import { type AttackFinding, type Severity, attackFingerprint } from '#contracts';
import { expect } from '@jest/globals';
import { cleanUp } from './clean-up.js';
import { eventually } from './eventually.js';
import { type Pipeline, createPipeline } from './run-pipeline.js';

/** Alerting and the API against the sandbox, with one model of which findings can be stated. */
export interface AlertingInstallation {
  readonly pipeline: Pipeline;
  readonly apiUrl: string;
  /** What alerting and the API have logged. */
  logs(): string;
  /** States a finding, as the analyzer does. */
  send(family: string, severity?: Severity): Promise<void>;
  /** The id of a family's incident that is not resolved, once there is one with so many findings. */
  incidentOf(family: string, findings?: number): Promise<string>;
  /** Both: a finding, and the incident that it opens. */
  opened(family: string, severity?: Severity): Promise<string>;
  /** A call of the API with its token; a POST where there is a body. */
  call(path: string, body?: object, more?: CallOptions): Promise<Response>;
  /** What a GET answers. */
  read<T>(path: string): Promise<T>;
}

interface CallOptions {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Everything up and a model registered; `env` goes to every app. */
export async function startAlerting(
  env: Readonly<Record<string, string>> = {},
): Promise<AlertingInstallation> {
  const pipeline = await createPipeline(env);
  await pipeline.startSandbox();
  await pipeline.database.rows(
    `INSERT INTO models (tenant, model_id, version, kind) VALUES ('default', 'm', '1', 'tuned')`,
  );
  const alerting = await pipeline.start('alerting');
  cleanUp(() => alerting.stop());
  const api = await pipeline.start('api');
  const apiUrl = api.url;
  const send = (family: string, severity: Severity = 'medium'): Promise<void> =>
    sendFinding(pipeline, family, severity);
  const incidentOf = (family: string, findings = 1): Promise<string> =>
    findIncident(pipeline, family, findings);
  const call: AlertingInstallation['call'] = (path, body, { method, headers = {} } = {}) =>
    fetch(`${apiUrl}/v1/${path}`, {
      ...(body && { method: method ?? 'POST', body: JSON.stringify(body) }),
      headers: {
        authorization: `Bearer ${pipeline.apiToken}`,
        'content-type': 'application/json',
        ...headers,
      },
    });
  return {
    ...{ pipeline, apiUrl, send, incidentOf, call },
    logs: () => alerting.logs() + api.logs(),
    opened: async (family, severity) => {
      await send(family, severity);
      return incidentOf(family);
    },
    read: async <T>(path: string) => (await (await call(path)).json()) as T,
  };
}

/** Sends an attack finding of a family to alerting. */
export async function sendFinding(
  { producer, topics }: Pipeline,
  family: string,
  severity: Severity = 'medium',
): Promise<void> {
  const finding: AttackFinding = {
    kind: 'attack',
    findingId: randomUUID(),
    tenant: 'default',
    model: { key: 1, id: 'm', version: '1' },
    severity,
    fingerprint: attackFingerprint({ tenant: 'default', id: 'm', version: '1' }, family),
    title: `${family} worked`,
    reason: 'because',
    occurredAtMs: Date.now(),
    family,
    outcome: 'complied',
    evidenceIds: [],
  };
  await producer.send(topics.findings, [{ key: finding.fingerprint, value: JSON.stringify(finding) }]);
}

async function findIncident({ database }: Pipeline, family: string, findings: number): Promise<string> {
  let id = '';
  await eventually(async () => {
    const rows = await database.rows<{ incident_id: string; finding_count: string }>(
      `SELECT incident_id, finding_count FROM incidents WHERE family = $1 AND status <> 'resolved'`,
      [family],
    );
    expect(rows).toMatchObject([{ finding_count: String(findings) }]);
    id = rows[0]?.incident_id ?? '';
  });
  return id;
}
