import { beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '../support/eventually.js';
import { hostilePayloads } from '../support/hostile-payloads.js';
import { type ConsolePage, openConsole } from '../support/open-console.js';
import { plantIncident } from '../support/plant-incidents.js';
import { plantRouting, plantSettings } from '../support/plant-settings.js';
import { type Pipeline, createPipeline } from '../support/run-pipeline.js';

let pipeline: Pipeline;
let apiUrl: string;
let opened: ConsolePage;
const ids: string[] = [];

/** What no identifier may hold: the collector refuses it there, but not in text. */
// eslint-disable-next-line no-control-regex -- control characters are what is taken out
const asIdentifier = (payload: string): string => payload.replaceAll(/[\u0000-\u001f\u007f-\u009f]/g, '');

beforeAll(async () => {
  // It opens in a minute what a person does in an hour.
  pipeline = await createPipeline({ RATE_LIMIT_PER_MINUTE: '100000' });
  apiUrl = (await pipeline.start('api')).url;
  for (const [index, payload] of hostilePayloads.entries()) {
    const name = asIdentifier(payload);
    ids.push(
      await plantIncident(pipeline.database, {
        model: name,
        version: name,
        title: payload,
        reason: payload,
        // Two by two, so that each has a related one.
        family: asIdentifier(hostilePayloads[index - (index % 2)] ?? ''),
        question: payload,
        answer: payload,
        actor: name,
        session: name,
        app: name,
        address: name,
        rules: [name],
        sourceTopic: name,
        refusal: payload,
        minutesAgo: index,
        attributes: { [name]: payload },
      }),
    );
  }
  await pipeline.database.rows(
    `INSERT INTO saved_views (view_id, name, query, saved_by) SELECT gen_random_uuid(), name, 'q=' || n, name
     FROM unnest($1::text[]) WITH ORDINALITY AS named (name, n)`,
    [hostilePayloads.map(asIdentifier)],
  );
  await pipeline.database.rows(
    `INSERT INTO stopped_topics (topic, dead_letters, messages) SELECT name, 1, 2 FROM unnest($1::text[]) AS name`,
    [hostilePayloads.map(asIdentifier)],
  );
  await pipeline.database.rows(
    `INSERT INTO dead_letters (dlq_partition, dlq_offset, received_on, failed_at, first_failed_at, source_topic,
       source_partition, source_offset, stage, code, message, attempts, bytes, head)
     SELECT 0, n, current_date, now(), now(), name, 0, n, name, name, name, 1, 10, name
     FROM unnest($1::text[]) WITH ORDINALITY AS named (name, n)`,
    [hostilePayloads],
  );
  const names = hostilePayloads.map(asIdentifier);
  await plantSettings(pipeline.database, names);
  const receivers = names.map((name, index) => ({
    name: `r${index}`,
    slack: { token: { env: 'TOKEN' }, channel: [...name].slice(0, 40).join('') || 'x' },
  }));
  // JSON is YAML. What was stored since names receivers as no routing may: each is a problem to be shown.
  await plantRouting(pipeline.database, JSON.stringify({ route: { receiver: 'r0' }, receivers }));
  const misnamed = names.map((name) => ({ name, fallback: name }));
  await pipeline.database.rows(`INSERT INTO routing_versions (body, author) VALUES ($1, $2)`, [
    JSON.stringify({ route: { receiver: names[0] }, receivers: misnamed }),
    names[1],
  ]);
  opened = await openConsole({ url: apiUrl, token: pipeline.apiToken });
}, 120_000);

/** Elements that only log text could have made, and attributes that the console gives to none. */
async function nothingCameToLife(): Promise<void> {
  const { page, alarms } = opened;
  const strange =
    'main :is(img, iframe, script, style, object, embed, base, meta, link, video, math, template, input[autofocus])';
  expect(await page.locator(strange).count()).toBe(0);
  expect(await page.locator('[onerror], [onload], [onfocus], [ontoggle]').count()).toBe(0);
  expect(await page.evaluate(linksElsewhere)).toEqual([]);
  expect(new URL(page.url()).origin).toBe(apiUrl);
  expect(alarms).toEqual([]);
}

const linksElsewhere =
  '[...document.links].filter((link) => link.origin !== location.origin).map((link) => link.href)';

describe('hostile text', () => {
  it('is text in the list of incidents', async () => {
    const { page } = opened;
    await page.goto(`${apiUrl}/incidents`);
    await page.locator('.row').nth(5).waitFor();
    const seen = new Set<string>();
    await eventually(
      async () => {
        for (const title of await page.locator('.row .title').allInnerTexts()) seen.add(title);
        await page.evaluate(`document.querySelector('.scroller').scrollBy(0, 400)`);
        expect(seen.size).toBe(hostilePayloads.length);
      },
      { deadlineMs: 30_000 },
    );
    await nothingCameToLife();
  });

  it('is text in every incident, its evidence, raw form, context and deliveries', async () => {
    const { page } = opened;
    for (const [index, id] of ids.entries()) {
      await page.goto(`${apiUrl}/incidents/${id}`);
      await page.locator('.delivery-ledger').waitFor();
      await page.locator('.related li').first().waitFor();
      const evidence = page.locator('#evidence');
      await evidence.getByRole('tab', { name: 'As stored' }).click();
      await evidence.locator('.stored').waitFor();
      const payload = hostilePayloads[index] ?? '';
      if (/^[\x20-\x7e]+$/.test(payload)) expect(await page.locator('.why').innerText()).toBe(payload);
      expect(await page.locator('main').innerText()).not.toMatch(
        /[\u202a-\u202e\u200b\u2060\u{e0020}-\u{e007f}]/u,
      );
      await nothingCameToLife();
    }
  }, 180_000);

  it.each([
    ['/incidents?by=model,family,version', '.group'],
    ['/models', 'tbody tr'],
    ['/models/1', '.sides'],
    ['/rules', '.rule'],
    ['/status', '.trouble'],
    ['/ingest', '.letters li'],
    ['/settings/receivers', '.receiver li'],
    ['/settings/routes', '.problems li'],
    ['/settings/tenants', 'tbody tr'],
    ['/settings/retention', 'table'],
    ['/settings/silences', '.quiet'],
    ['/settings/suppressions', '.quiet'],
    ['/settings/people', 'tbody tr'],
    ['/settings/tokens', 'tbody tr'],
    ['/settings/accounts', 'tbody tr'],
    ['/settings/audit', 'tbody tr'],
  ])('is text in %s', async (path, ready) => {
    const { page } = opened;
    await page.goto(apiUrl + path);
    await page.locator(ready).first().waitFor();
    await nothingCameToLife();
  });

  it('is text in menus of filters and saved views', async () => {
    const { page } = opened;
    await page.goto(`${apiUrl}/incidents`);
    await page.getByRole('button', { name: 'Filter' }).click();
    await page.locator('.menu .chip', { hasText: '<script>' }).first().waitFor();
    await nothingCameToLife();
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Views' }).click();
    await page
      .locator('.views li')
      .nth(hostilePayloads.length - 1)
      .waitFor();
    await nothingCameToLife();
  });

  it('is text in what is kept quiet like an incident', async () => {
    const { page } = opened;
    for (const id of ids.slice(0, 3)) {
      await page.goto(`${apiUrl}/incidents/${id}`);
      await page.locator('.related li').first().waitFor();
      await page.keyboard.press('s');
      await page.getByRole('dialog').getByText('What has all of these').waitFor();
      await page.getByRole('button', { name: 'Try on the last 7 days' }).click();
      await page.getByRole('region', { name: 'Backtest' }).waitFor();
      await nothingCameToLife();
      await page.keyboard.press('Escape');
    }
  });

  it('is text in a filter that the address brings', async () => {
    const { page } = opened;
    for (const payload of hostilePayloads) {
      const search = new URLSearchParams({ model: payload, q: payload, by: payload, status: payload });
      await page.goto(`${apiUrl}/incidents?${search.toString()}`);
      await page.locator('.chip').first().waitFor();
      await nothingCameToLife();
    }
  }, 120_000);

  // The last one: it moves every interaction to a few models, since ten of each are shown.
  it('is text in what is typical of a model', async () => {
    const { page } = opened;
    await pipeline.database.rows(
      `UPDATE evidence e SET why_stored = 'all', model_key = 1 + (n - 1) / 10
       FROM (SELECT evidence_id, row_number() OVER (ORDER BY evidence_id) AS n FROM evidence) AS numbered
       WHERE numbered.evidence_id = e.evidence_id`,
    );
    let seen = 0;
    for (let key = 1; key <= Math.ceil(hostilePayloads.length / 10); key++) {
      await page.goto(`${apiUrl}/models/${key}`);
      await page.locator('.exemplars li').first().waitFor();
      for (const one of await page.locator('.exemplars summary').all()) await one.click();
      seen += await page.locator('.exemplars .answer').count();
      await nothingCameToLife();
    }
    expect(seen).toBe(hostilePayloads.length);
  }, 60_000);
});
