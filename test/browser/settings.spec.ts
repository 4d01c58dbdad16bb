import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { eventually } from '../support/eventually.js';
import { type ConsolePage, openConsole } from '../support/open-console.js';
import { type Somebody, openPageOf } from '../support/open-page-of.js';
import { plantIncident } from '../support/plant-incidents.js';
import { plantRouting } from '../support/plant-settings.js';
import { type Pipeline, createPipeline } from '../support/run-pipeline.js';

let pipeline: Pipeline;
let apiUrl: string;
let opened: ConsolePage;

const routing = `route:
  receiver: on-call
receivers:
  - name: on-call
    slack: { token: { env: SLACK_BOT_TOKEN }, channel: C0AI }
`;

beforeAll(async () => {
  pipeline = await createPipeline();
  apiUrl = (await pipeline.start('api')).url;
  await plantRouting(pipeline.database, routing);
  for (const [index, severity] of (['critical', 'high'] as const).entries())
    await plantIncident(pipeline.database, { severity, family: 'persona', title: `Persona ${index}` });
  opened = await openConsole({ url: apiUrl, token: pipeline.apiToken });
}, 120_000);

const pageOf = (login: Somebody): Promise<Page> =>
  openPageOf(opened.browser, pipeline.database, { login, url: apiUrl });

const count = async (query: string): Promise<number> =>
  Number((await pipeline.database.rows<{ n: string }>(`SELECT count(*) AS n FROM ${query}`))[0]?.n);

describe('who is told what', () => {
  it('is changed as YAML: a mistake is shown at its line, and nothing is stored before it is gone', async () => {
    const { page } = opened;
    await page.goto(`${apiUrl}/settings/routes`);
    const editor = page.getByRole('textbox', { name: 'Routes as YAML' });
    await editor.fill(routing.replace('receiver: on-call', 'receiver: nobody'));
    await page.locator('.problems li', { hasText: 'there is no receiver "nobody"' }).waitFor();
    expect(await page.locator('.gutter .bad').innerText()).toBe('2');
    const store = page.getByRole('button', { name: 'Store' });
    expect(await store.isDisabled()).toBe(true);
    await page.getByRole('button', { name: 'Line 2' }).click();
    const selected =
      'document.activeElement.value.slice(document.activeElement.selectionStart, document.activeElement.selectionEnd)';
    expect(await page.evaluate(selected)).toBe('  receiver: nobody');
    await editor.fill(`${routing}# mine\n`);
    await page.getByText('Nothing is wrong with it.').waitFor();
  });

  it('is not overwritten unseen: who is second is asked, and keeps their text', async () => {
    const { page } = opened;
    await pipeline.database.rows(`INSERT INTO routing_versions (body, author) VALUES ($1, 'mia')`, [
      `${routing}# hers\n`,
    ]);
    await page.getByRole('button', { name: 'Store' }).click();
    await page.locator('.conflict').waitFor();
    expect(await count(`routing_versions WHERE body LIKE '%# mine%'`)).toBe(0);
    await page.getByRole('button', { name: 'Keep mine' }).click();
    await page.locator('.conflict').waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Store' }).click();
    await page.getByText('Stored. Alerting takes it up within seconds.').waitFor();
    expect(await count(`routing_versions WHERE body LIKE '%# mine%' AND author <> 'mia'`)).toBe(1);
  });

  it('is tried on an incident without telling anybody', async () => {
    const { page } = opened;
    await page.getByRole('button', { name: 'Try' }).click();
    await page.getByText('slack to on-call at once').waitFor();
    expect(await count('receiver_tests')).toBe(0);
  });

  it('is told something that says it is a test, and what came of it stands there', async () => {
    const { page } = opened;
    await page.goto(`${apiUrl}/settings/receivers`);
    await page.getByText('C0AI').waitFor();
    await page.getByRole('button', { name: 'Send a test' }).click();
    await page.getByText('The test by slack waits to be sent').waitFor();
    // Alerting does not run here: what it would write down.
    await pipeline.database.rows(
      `UPDATE receiver_tests SET state = 'refused', status_code = 200, reason = 'channel_not_found', started_at = now(),
         finished_at = now() + interval '210 milliseconds'`,
    );
    await page.getByText('The test by slack was refused (200), +0.21 s: channel_not_found').waitFor();
  });
});

describe('what is kept quiet', () => {
  it('is silenced from an incident for a time, and told again when that is ended', async () => {
    const { page } = opened;
    await page.goto(`${apiUrl}/incidents`);
    await page.locator('.row').nth(1).waitFor();
    await page.keyboard.press('s');
    await page.getByRole('radio', { name: /^Silence/ }).check();
    await page.getByRole('checkbox', { name: 'model claims-assistant' }).uncheck();
    await page.getByRole('textbox', { name: 'Why' }).fill('a test of our own');
    await page.getByRole('dialog').getByRole('button', { name: 'Silence' }).click();
    await page.getByText('Silenced until').waitFor();
    expect(await pipeline.database.rows(`SELECT tenant, matchers, comment FROM silences`)).toEqual([
      { tenant: 'default', matchers: ['family="persona"'], comment: 'a test of our own' },
    ]);
    await page.getByRole('link', { name: 'Settings, silences' }).click();
    await page.getByRole('button', { name: 'End now' }).click();
    await page.getByText('No silence: every message goes out.').waitFor();
    expect(await count(`silences WHERE ends_at <= now()`)).toBe(1);
  });

  it('is suppressed after a backtest, and a critical one not before a second person agrees', async () => {
    const { page } = opened;
    await page.goto(`${apiUrl}/incidents`);
    await page.locator('.row').nth(1).waitFor();
    await page.keyboard.press('s');
    await page.getByRole('button', { name: 'Try on the last 7 days' }).click();
    const tried = page.getByRole('region', { name: 'Backtest' });
    await tried.waitFor();
    expect(await tried.innerText()).toMatch(/hidden \d findings? of 2/);
    await page.getByRole('textbox', { name: 'Why' }).fill('the red team of this week');
    await page.getByRole('button', { name: 'Propose' }).click();
    await page.getByText('hides nothing until a second person agrees').waitFor();
    await page.goto(`${apiUrl}/settings/suppressions`);
    await page.getByText('waits for a second person').waitFor();
    expect(await page.getByRole('button', { name: 'Agree' }).count()).toBe(0);

    const second = await pageOf({ name: 'Mia', role: 'lead' });
    await second.goto(`${apiUrl}/settings/suppressions`);
    await second.getByRole('button', { name: 'Agree' }).click();
    await second.getByText('agreed to by Mia').waitFor();
    expect(await count(`suppressions WHERE approved_by LIKE 'Mia%'`)).toBe(1);
    await second.getByRole('button', { name: 'End now' }).click();
    await second.getByText('ended by Mia').waitFor();
    await second.context().close();
  });
});

describe('what is kept', () => {
  it('is an incident under a legal hold, from its own page and until an admin ends it, and not by anybody less', async () => {
    const { page } = opened;
    const [incident] = await pipeline.database.rows<{ id: string }>(
      'SELECT incident_id AS id FROM incidents',
    );
    await page.goto(`${apiUrl}/incidents/${incident?.id ?? ''}`);
    await page.getByRole('button', { name: 'Hold…' }).click();
    await page.getByRole('dialog').getByRole('textbox').fill('case 4711 of the legal department');
    await page.getByRole('button', { name: 'Hold it' }).click();
    await page.locator('#hold', { hasText: 'case 4711 of the legal department' }).waitFor();
    const lead = await pageOf({ name: 'Lea', role: 'lead' });
    await lead.goto(`${apiUrl}/incidents/${incident?.id ?? ''}`);
    await lead.locator('#hold', { hasText: 'case 4711' }).waitFor();
    expect(await lead.locator('#hold button').count()).toBe(0);
    await lead.context().close();
    await page.goto(`${apiUrl}/settings/retention`);
    await page.getByRole('button', { name: 'End…' }).click();
    await page.getByRole('dialog').getByRole('textbox').fill('the case is closed');
    await page.getByRole('button', { name: 'End the hold' }).click();
    await page.getByText('None: everything goes when its time is over').waitFor();
    expect(await count(`audit_log WHERE action IN ('hold', 'hold-release')`)).toBe(2);
  });

  it('is as much text of a model as an admin says', async () => {
    const { page } = opened;
    await page.goto(`${apiUrl}/models/1`);
    await page.locator('section', { hasText: 'Text kept' }).getByRole('button', { name: 'Change…' }).click();
    await page.getByRole('radio', { name: 'every interaction' }).check();
    await page.getByRole('button', { name: 'Keep so' }).click();
    await page.getByText('Of this version: every interaction.').waitFor();
    expect(await count(`models WHERE retain = 'all'`)).toBe(1);
  });
});

describe('from which score on is flagged', () => {
  it('is tried on the stored scores, then set with a reason by a lead, and not by anybody less', async () => {
    const { database } = pipeline;
    await plantIncident(database, { model: 'replayed', title: 'Barely an attack' });
    await database.rows(
      `UPDATE evidence SET signal = jsonb_set(signal, '{attack,score}', '0.7')
       WHERE model_key = (SELECT model_key FROM models WHERE model_id = 'replayed')`,
    );
    const [model] = await database.rows<{ key: number }>(
      `SELECT model_key AS key FROM models WHERE model_id = 'replayed'`,
    );
    const address = `${apiUrl}/models/${model?.key ?? 0}`;
    const analyst = await pageOf({ name: 'Ann', role: 'analyst' });
    await analyst.goto(address);
    const card = (page: Page) => page.getByRole('region', { name: 'Flagged from' });
    await card(analyst).getByText('A score of 0.6, as shipped').waitFor();
    expect(await card(analyst).getByRole('button').count()).toBe(0);
    await analyst.context().close();

    const lead = await pageOf({ name: 'Lou', role: 'lead' });
    await lead.goto(address);
    await card(lead).getByRole('button', { name: 'Change…' }).click();
    await lead.getByRole('spinbutton').fill('0.8');
    await lead.getByRole('button', { name: 'Try on the last 7 days' }).click();
    const tried = lead.getByRole('region', { name: 'Replay' });
    await tried.getByText(/0 more would have been flagged, and 1 fewer/).waitFor();
    expect(await tried.innerText()).toMatch(/1 incident would not have been:\s+INC-\d+ Barely an attack/);
    await lead.getByRole('textbox', { name: 'Why' }).fill('too many of these');
    await lead.getByRole('button', { name: 'Flag from 0.8 on' }).click();
    await card(lead).getByText('A score of 0.8, this version’s own').waitFor();
    await card(lead).getByText('Changed from 0.6 to 0.8 by Lou').waitFor();
    await lead.context().close();
    expect(await count(`models WHERE flag_threshold = 0.8`)).toBe(1);
  });
});

describe('who may come in', () => {
  it('is a token that is shown once, may what its maker chose, and is refused once revoked', async () => {
    const { page } = opened;
    await page.goto(`${apiUrl}/settings/tokens`);
    await page.getByRole('button', { name: 'New token…' }).click();
    await page.getByRole('textbox', { name: 'What it is for' }).fill('weekly export');
    await page.getByRole('checkbox', { name: 'incidents.read' }).check();
    await page.getByRole('button', { name: 'Make it' }).click();
    const token = await page.locator('.secret').innerText();
    const ask = async (path: string): Promise<number> =>
      (await fetch(apiUrl + path, { headers: { authorization: `Bearer ${token}` } })).status;
    expect([await ask('/v1/incidents'), await ask('/v1/people')]).toEqual([200, 403]);
    await page.getByRole('button', { name: 'Done' }).click();
    await page.locator('tbody tr', { hasText: 'weekly export' }).waitFor();
    expect(await page.content()).not.toContain(token);
    await page.getByRole('button', { name: 'Revoke' }).click();
    await page.getByText('revoked').waitFor();
    expect(await ask('/v1/incidents')).toBe(401);
  });

  it('is a person whose role an admin changes, from their next call on', async () => {
    const theirs = await pageOf({ name: 'Ole', role: 'viewer' });
    await theirs.goto(`${apiUrl}/settings/silences`);
    await theirs.getByText('No silence').waitFor();
    expect(await theirs.getByRole('button', { name: 'New silence…' }).count()).toBe(0);
    const { page } = opened;
    await page.goto(`${apiUrl}/settings/people`);
    await page.locator('tbody tr', { hasText: 'Ole' }).getByRole('button', { name: 'Change…' }).click();
    await page.getByRole('combobox', { name: 'Role' }).selectOption('analyst');
    await page.getByRole('dialog').getByRole('button', { name: 'Change' }).click();
    await page.locator('tbody tr', { hasText: /Ole\s*analyst\s*all\s*an admin/ }).waitFor();
    await theirs.reload();
    await theirs.getByRole('button', { name: 'New silence…' }).waitFor();
    await theirs.context().close();
    await page.goto(`${apiUrl}/settings/audit?action=people.manage`);
    await page.locator('tbody tr', { hasText: 'role: analyst' }).waitFor();
  });

  it('is not offered what a login of one tenant may not see, and is told why where a link leads there', async () => {
    const page = await pageOf({ role: 'admin', tenant: 'acme' });
    await page.goto(`${apiUrl}/status`);
    await page.getByRole('heading', { name: 'Not for this login' }).waitFor();
    await page.getByText('This concerns all tenants, and this login is of one').waitFor();
    expect(await page.getByRole('link', { name: /Ingest|Status/ }).count()).toBe(0);
    await page.getByRole('link', { name: 'Settings' }).click();
    expect(await page.getByRole('navigation', { name: 'Settings' }).innerText()).not.toMatch(/Routes|Linked/);
    // Each refusal is a row of the audit log: the page asks once and does not go on asking.
    expect(await count(`audit_log WHERE tenant = 'acme' AND action = 'status.read'`)).toBe(1);
    await page.context().close();
  });

  it('is who logs in by the identity provider, where there is one', async () => {
    const context = await opened.browser.newContext();
    const page = await context.newPage();
    await page.goto(`${apiUrl}/incidents`);
    await page.getByText('prints a link that logs this browser in').first().waitFor();
    await page.route('**/v1/login-methods', (route) => route.fulfill({ json: { oidc: true } }));
    await page.reload();
    const link = page.getByRole('link', { name: 'Log in with your identity provider' }).first();
    await eventually(async () => expect(await link.getAttribute('href')).toBe('/login/oidc'));
    await context.close();
    expect(opened.alarms.filter((alarm) => !alarm.includes('412'))).toEqual([]);
  });
});

describe('that somebody cannot be told', () => {
  it('is said over every view: whom, why, and where to look', async () => {
    const { page } = opened;
    await plantIncident(pipeline.database, { refusal: 'channel_not_found', minutesAgo: 0 });
    await page.goto(`${apiUrl}/incidents`);
    const banner = page.getByRole('alert').filter({ hasText: 'default cannot be told over slack' });
    await banner.filter({ hasText: 'channel_not_found (1 given up)' }).waitFor();
    await banner.getByRole('link', { name: 'What to do' }).click();
    await page.getByRole('heading', { name: /^default cannot be told over slack/ }).waitFor();
  });
});
