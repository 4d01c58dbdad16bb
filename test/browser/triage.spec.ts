import { beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '../support/eventually.js';
import { type ConsolePage, openConsole } from '../support/open-console.js';
import { plantIncident } from '../support/plant-incidents.js';
import { plantSummary } from '../support/two-tenants.js';
import { type Pipeline, createPipeline } from '../support/run-pipeline.js';

let pipeline: Pipeline;
let apiUrl: string;
let opened: ConsolePage;

beforeAll(async () => {
  pipeline = await createPipeline();
  apiUrl = (await pipeline.start('api')).url;
  for (let index = 0; index < 30; index++) {
    await plantIncident(pipeline.database, {
      severity: index < 10 ? 'critical' : index < 20 ? 'high' : 'low',
      title: `Incident ${String(index).padStart(2, '0')}`,
      minutesAgo: index,
      ...(index === 3 && { refusal: 'channel_not_found' }),
    });
  }
  opened = await openConsole({ url: apiUrl, token: pipeline.apiToken });
}, 120_000);

const statuses = async (): Promise<Record<string, number>> => {
  const rows = await pipeline.database.rows<{ status: string; verdict: string | null; n: number }>(
    `SELECT status, verdict, count(*)::int AS n FROM incidents GROUP BY 1, 2`,
  );
  return Object.fromEntries(rows.map(({ status, verdict, n }) => [`${status} ${verdict ?? '-'}`, n]));
};
const press = async (...keys: string[]): Promise<void> => {
  for (const key of keys) await opened.page.keyboard.press(key);
};
const said = (text: string | RegExp) => opened.page.locator('.toast', { hasText: text }).waitFor();

describe('an analyst with a keyboard', () => {
  it('reads the first incident without a pointer', async () => {
    const { page } = opened;
    await page.goto(`${apiUrl}/incidents`);
    await page.locator('.row').nth(3).waitFor();
    await press('Enter');
    await page.locator('.why', { hasText: 'Incident 00' }).waitFor();
    await press('Escape');
    await page.waitForURL(/\/incidents$/);
  });

  it('closes one with a verdict and goes on to the next', async () => {
    const { page } = opened;
    await press('c');
    await page.getByRole('dialog').waitFor();
    await press('1', 'Enter');
    await said('Closed as true positive, with impact: 1 incident');
    expect(await page.locator('.row.current .title').innerText()).toBe('Incident 01');
    expect(await statuses()).toMatchObject({ 'resolved true-positive-impact': 1, 'open -': 29 });
  });

  it('says why one is a false positive: f puts the note first, and sends nothing', async () => {
    const { page } = opened;
    await press('f');
    await page.getByRole('dialog').waitFor();
    await page.keyboard.type('a test of our own 1 2 3');
    expect(await statuses()).toMatchObject({ 'open -': 29 });
    await press('Control+Enter');
    await said('Closed as false positive: 1 incident');
    const [entry] = await pipeline.database.rows<{ note: string }>(
      `SELECT detail ->> 'note' AS note FROM incident_timeline WHERE detail ->> 'verdict' = 'false-positive'`,
    );
    expect(entry?.note).toBe('a test of our own 1 2 3');
  });

  it('takes a mistake back within ten seconds', async () => {
    await press('c');
    await opened.page.getByRole('dialog').waitFor();
    await press('5', 'Enter');
    await said('Closed as duplicate: 1 incident');
    await press('u');
    await said('Undone');
    await eventually(async () => expect(await statuses()).toMatchObject({ 'open -': 28 }));
    await press('k');
  });

  it('acknowledges ten at once, chosen with shift, and assigns them', async () => {
    const { page } = opened;
    for (let step = 0; step < 9; step++) await press('Shift+J');
    expect(await page.locator('.selection').innerText()).toContain('10 incidents selected');
    await press('a');
    await said('Acknowledged: 10 incidents');
    await press('e');
    await page.getByRole('dialog').waitFor();
    await page.keyboard.type('mia');
    await press('Enter');
    await said('Assigned to mia: 10 incidents');
    const [row] = await pipeline.database.rows<{ n: number }>(
      `SELECT count(*)::int AS n FROM incidents WHERE status = 'acknowledged' AND assignee = 'mia'`,
    );
    expect(row?.n).toBe(10);
    await press('Escape');
  });

  it('closes all that match a filter in one job', async () => {
    const { page } = opened;
    await page.goto(`${apiUrl}/incidents?severity=low`);
    await page.locator('.row').nth(3).waitFor();
    await press('x');
    await press('*');
    expect(await page.locator('.selection').innerText()).toContain('All 10 that match');
    await press('c');
    await page.getByRole('dialog').waitFor();
    await press('3', 'Enter');
    await said('10 incidents');
    await eventually(async () => expect(await statuses()).toMatchObject({ 'resolved benign-positive': 10 }));
  });

  it('has closed or handed on all thirty when done', async () => {
    const { page } = opened;
    await page.goto(`${apiUrl}/incidents`);
    await page.locator('.row').nth(3).waitFor();
    await press('x', '*', 'c');
    await page.getByRole('dialog').waitFor();
    await press('2', 'Enter');
    await eventually(async () => {
      const now = await statuses();
      expect(Object.keys(now).every((one) => one.startsWith('resolved'))).toBe(true);
    });
    await page.goto(`${apiUrl}/incidents`);
    await page.getByText('Nothing is open.').waitFor();
    expect(opened.alarms).toEqual([]);
  });

  it('does one thing with a whole group, and takes out again what was merged', async () => {
    const { page } = opened;
    for (const severity of ['medium', 'info'] as const)
      await plantIncident(pipeline.database, { severity, title: `Later, ${severity}` });
    await page.goto(`${apiUrl}/incidents?by=severity`);
    await page
      .locator('.group', { hasText: 'medium' })
      .getByRole('button', { name: 'Acknowledge all' })
      .click();
    await said('Acknowledged: 1 incident');
    expect(await statuses()).toMatchObject({ 'acknowledged -': 1, 'open -': 1 });
    await page.goto(`${apiUrl}/incidents?severity=info`);
    await page.locator('.row').first().waitFor();
    await press('m');
    await page.getByRole('dialog').waitFor();
    const [whole] = await pipeline.database.rows<{ number: string }>(
      `SELECT number FROM incidents WHERE status = 'acknowledged'`,
    );
    const name = `INC-${whole?.number ?? ''}`;
    await page.keyboard.type(name);
    await press('Enter');
    await said(`Merged into ${name}: 1 incident`);
    const [part] = await pipeline.database.rows<{ id: string }>(
      `SELECT incident_id AS id FROM incidents WHERE merged_into IS NOT NULL`,
    );
    await page.goto(`${apiUrl}/incidents/${part?.id ?? ''}?status=all`);
    await page.getByRole('button', { name: 'Take it out again' }).click();
    await page.getByRole('button', { name: 'Take it out again' }).waitFor({ state: 'detached' });
    await eventually(async () => expect(await statuses()).toMatchObject({ 'open -': 1 }));
  });

  it('searches and finds by number and by word', async () => {
    const { page } = opened;
    await page.goto(`${apiUrl}/incidents?status=all`);
    await page.locator('.row').nth(3).waitFor();
    await press('/');
    await page.keyboard.type('INC-7');
    await press('Enter');
    await eventually(async () => expect(await page.locator('.row').count()).toBe(1));
    await press('?');
    await page.getByRole('dialog').waitFor();
    expect(await page.getByRole('dialog').innerText()).toMatch(/search/);
    await press('Escape');
  });
});

describe('an SRE with a link from Slack', () => {
  it('is at topic, partition, offset and the failed attempt in two clicks', async () => {
    const { page } = opened;
    const [row] = await pipeline.database.rows<{ number: string }>(
      `SELECT number FROM incidents WHERE title = 'Incident 03'`,
    );
    await page.goto(`${apiUrl}/incidents/INC-${row?.number ?? ''}`);
    await page.getByRole('link', { name: 'Timeline' }).click();
    await page.locator('.timeline', { hasText: 'llm.interactions / 3 / 88120442' }).waitFor();
    expect(await page.locator('.timeline').innerText()).toContain('interactions.masked / 1 / 4711');
    expect(await page.locator('#timeline').innerText()).toContain('0af7651916cd43dd8448eb211c80319c');
    await page.getByRole('link', { name: 'Deliveries' }).click();
    const ledger = page.locator('#deliveries');
    expect(await ledger.innerText()).toMatch(/post\s+failed\s+403[^]*channel_not_found/);
    const top = (await ledger.boundingBox())?.y ?? Infinity;
    expect(top).toBeLessThan(900);
  });
});

describe('a manager with a phone', () => {
  it('opens last week from the list of weeks, reads it without scrolling aside, and prints it on two A4 pages at most', async () => {
    await plantSummary(pipeline.database, { tenant: 'default', week: '2026-W47' });
    const { page, context } = opened;
    await page.setViewportSize({ width: 390, height: 844 });
    await page.goto(`${apiUrl}/summaries`);
    // On a phone the list of weeks stands alone until one is chosen.
    expect(await page.locator('iframe').isVisible()).toBe(false);
    await page.getByRole('link', { name: /2026-W47/ }).click();
    await page.frameLocator('iframe').locator('h1').waitFor();
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390);
    const [printed] = await Promise.all([
      context.waitForEvent('page'),
      page.getByRole('link', { name: 'Open to print' }).click(),
    ]);
    await printed.locator('h1').waitFor();
    const pdf = (await printed.pdf({ preferCSSPageSize: true, printBackground: true })).toString('latin1');
    expect(pdf.match(/\/Type\s*\/Page\b(?!s)/g)?.length).toBeLessThanOrEqual(2);
    expect(pdf).toMatch(/\/MediaBox\s*\[0 0 59[45][.\d]* 84[12][.\d]*\]/);
    await printed.close();
    await page.setViewportSize({ width: 1440, height: 900 });
    expect(opened.alarms).toEqual([]);
  });
});
