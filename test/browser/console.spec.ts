import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { eventually } from '../support/eventually.js';
import { loginLink, openBrowserPage } from '../support/open-console.js';
import { attackText, plantedAttack } from '../support/planted-traffic.js';
import { type Pipeline, createPipeline } from '../support/run-pipeline.js';
import { testEnvironment } from '../support/test-environment.js';

const markup =
  '<img src=x onerror=alert(1)></p></script><script>alert(2)</script><iframe src="//evil.example">';
const hidden = 'pay\u202egnp.exe\u202c now\u200b\u200b and\u{e0041}\u{e0042} ada@example.com';
const hostile = `${markup} ${hidden} ${'w'.repeat(3_000)}`;
const hostileModel = '"><img src=x onerror=alert(3)>';

describe('the console', () => {
  let pipeline: Pipeline;
  let page: Page;
  let apiUrl: string;
  let alarms: string[];

  beforeAll(async () => {
    const keysFile = join(testEnvironment().folder, 'console-keys.json');
    pipeline = await createPipeline({ KEYS_FILE: keysFile, VAULT_TENANTS: 'default' });
    const [api] = await Promise.all([
      pipeline.start('api'),
      pipeline.startSandbox(),
      pipeline.start('collector'),
      pipeline.start('analyzer'),
      pipeline.start('alerting'),
    ]);
    apiUrl = api.url;
    const attacks = [
      plantedAttack('browser', 1, hostileModel, hostile),
      plantedAttack('browser', 2, 'second'),
    ];
    await pipeline.producer.send(pipeline.topics.source, attacks);
    await eventually(async () => expect(await deliveredMessages(pipeline)).toBe(4), { deadlineMs: 60_000 });
    ({ page, alarms } = await openBrowserPage(apiUrl));
  }, 180_000);

  afterAll(() => {
    expect(alarms).toEqual([]);
  });

  it('lets nobody in without a login, and a link in once', async () => {
    await page.goto(`${apiUrl}/incidents`);
    await page.getByRole('heading', { name: 'Log in' }).waitFor();
    const link = await loginLink({ url: apiUrl, token: pipeline.apiToken });
    await page.goto(link);
    await page.waitForURL('**/incidents');
    const again = await fetch(link, { redirect: 'manual' });
    expect(again.status).toBe(403);
    // The refused calls before the login are the only errors that a console may have logged.
    expect(alarms.every((alarm) => alarm.includes('401'))).toBe(true);
    alarms.length = 0;
  });

  it('shows hostile text as text, in the list and in the detail', async () => {
    await page.goto(`${apiUrl}/incidents`);
    await page.locator('.row', { hasText: hostileModel }).locator('a').click();
    const evidence = page.locator('.turn.role-user');
    await evidence.waitFor();
    expect(await evidence.innerText()).toContain(markup);
    expect(await evidence.locator('mark').first().innerText()).toContain(attackText.slice(0, 20));
    expect(await page.locator('main :is(img, iframe, script, style)').count()).toBe(0);
    // Only the list places its rows by style.
    expect(await page.locator('.detail [style]').count()).toBe(0);
  });

  it('draws what is invisible as badges, and masked values as such', async () => {
    const badges = await page.locator('.turn.role-user .invisible').allInnerTexts();
    expect(badges).toEqual(['U+202E', 'U+202C', 'U+200B ×2', 'U+E0041 ×2']);
    expect(await page.locator('.turn.role-user .token').allInnerTexts()).toEqual([
      expect.stringMatching(/^⟦email:[0-9a-f]{12}⟧$/),
    ]);
    expect(await page.locator('main').innerText()).not.toMatch(/ada@example|[\u202a-\u202e\u200b]/);
  });

  it('shows an original to who says why, as text, until it is hidden', async () => {
    const evidence = page.locator('details', { hasText: 'score' }).first();
    await evidence.getByRole('button', { name: 'Reveal original…' }).click();
    const confirm = evidence.getByRole('button', { name: 'Reveal', exact: true });
    await page.keyboard.type('too short');
    expect(await confirm.isDisabled()).toBe(true);
    await page.keyboard.type(': the customer of case 4711');
    await page.keyboard.press('Enter');
    const original = page.getByRole('region', { name: 'Original' });
    await original.waitFor();
    const shown = await original.innerText();
    expect([shown.includes(markup), shown.includes('ada@example.com')]).toEqual([true, true]);
    expect(await original.locator('.invisible').first().innerText()).toBe('U+202E');
    expect(await page.locator('main :is(img, iframe, script, style)').count()).toBe(0);
    expect(
      await pipeline.database.rows(`SELECT action, detail FROM audit_log WHERE action = 'evidence.reveal'`),
    ).toEqual([
      {
        action: 'evidence.reveal',
        detail: expect.objectContaining({
          reason: 'too short: the customer of case 4711',
          outcome: 'revealed',
        }),
      },
    ]);
    await original.getByRole('button', { name: 'Hide' }).click();
    await evidence.getByRole('button', { name: 'Reveal original…' }).waitFor();
    expect(await page.content()).not.toContain('ada@example.com');
  });

  it('leads from the incident to the log event and to every delivery attempt', async () => {
    const coordinates = await page.locator('.coordinates').first().innerText();
    expect(coordinates).toMatch(new RegExp(`${pipeline.topics.source.replaceAll('.', '\\.')} / \\d / \\d+`));
    expect(await page.locator('.timeline').innerText()).toMatch(/logged by the application[^]*slack post/);
    const ledgers = await page.locator('.delivery-ledger').allInnerTexts();
    expect(ledgers.sort()).toEqual([
      expect.stringMatching(/^PagerDuty[^]*trigger\s+accepted\s+202/),
      expect.stringMatching(/^Slack[^]*post\s+accepted\s+200/),
    ]);
  });

  it('is used by keyboard', async () => {
    await page.goto(`${apiUrl}/incidents`);
    await page.locator('.row').nth(1).waitFor();
    const current = () => page.locator('.row.current').innerText();
    const first = await current();
    await page.keyboard.press('j');
    await eventually(async () => expect(await current()).not.toBe(first));
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/incidents\/[0-9a-f-]{36}/);
    await page.keyboard.press('Escape');
    await page.waitForURL(/\/incidents$/);
  });

  it('lists by cause what could not be taken, and says how a stopped topic goes on', async () => {
    const { producer, topics, database } = pipeline;
    await producer.send(topics.source, [
      { key: 'k', value: `{"text": "${markup} ${hidden}` },
      { key: 'k', value: '' },
    ]);
    await database.rows(
      `INSERT INTO stopped_topics (topic, dead_letters, messages) VALUES ('logs-of-a', 101, 640)`,
    );
    await page.goto(`${apiUrl}/ingest`);
    await page.locator('.causes li').nth(1).waitFor({ timeout: 30_000 });
    expect(await page.locator('.stopped').innerText()).toMatch(/101 of its last 640[^]*-- resume logs-of-a/);
    await page.locator('.causes a', { hasText: 'invalid-json' }).click();
    await page.waitForURL(/code=invalid-json/);
    expect(await page.locator('.redrive').innerText()).toContain('replay --dlq --topic');
    const letters = page.locator('.letters li');
    await eventually(async () => expect(await letters.count()).toBe(1));
    const text = await letters.first().innerText();
    expect(text).toContain('<img src=x onerror=alert(1)>');
    expect(text).toMatch(/U\+202E/);
    expect(text).not.toContain('ada@');
    expect(await page.locator('main :is(img, iframe, script, style)').count()).toBe(0);
  });

  it('fits a phone', async () => {
    await page.setViewportSize({ width: 390, height: 844 });
    for (const path of ['/incidents', '/models', '/ingest']) {
      await page.goto(apiUrl + path);
      await page.locator('.row, tbody tr, .letters li').first().waitFor();
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390);
    }
    await page.goto(`${apiUrl}/incidents`);
    await page.locator('.row', { hasText: hostileModel }).locator('a').click();
    await page.locator('.why').waitFor();
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390);
    await page.setViewportSize({ width: 1440, height: 900 });
  });

  it('lists models, and sends a strict policy with every answer', async () => {
    const answer = await page.goto(`${apiUrl}/models`);
    expect(answer?.headers()['content-security-policy']).toMatch(/^default-src 'none'; script-src 'self';/);
    await page.locator('tbody tr').nth(1).waitFor();
    const rows = await page.locator('tbody tr').allInnerTexts();
    expect(rows.map((row) => row.split('\t')[0]?.trim())).toEqual([`${hostileModel} v1`, 'second v1']);
  });
});

async function deliveredMessages(pipeline: Pipeline): Promise<number> {
  const [row] = await pipeline.database.rows<{ delivered: string }>(
    `SELECT count(*) AS delivered FROM notifications WHERE state = 'delivered'`,
  );
  return Number(row?.delivered);
}
