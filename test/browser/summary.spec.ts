import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { exampleFacts, exampleIncident, exampleModel, exampleShift, makeSummary, renderPage } from '#summary';
import { type SummaryFacts } from '#contracts';
import { plainText } from '#incidents';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Browser, type Page, chromium } from 'playwright-core';
import { chromiumPath } from '../support/chromium.js';
import { testEnvironment } from '../support/test-environment.js';

const hostile = `</style><script>document.title='run'</script><img src=x onerror="document.title='run'">`;
const a4 = [595, 842];

const cases: Readonly<Record<string, SummaryFacts>> = {
  'an ordinary week': exampleFacts(),
  'a week of nothing': exampleFacts({ models: [], incidents: [], actions: [] }),
  'the worst week of eighty models': worstWeek(),
  'the worst week of words without a blank': worstWeek({ long: 'W'.repeat(3_000) }),
  'the worst week of every status, not over': {
    ...worstWeek({ loud: 40 }),
    readAtMs: exampleFacts().week.untilMs - 1,
  },
  'the worst week of eight models, two of them in full': worstWeek({ models: 8, loud: 2 }),
  'the worst week of eight models, five of them loud': worstWeek({ models: 8, loud: 5 }),
};

describe('the page of a weekly summary', () => {
  let browser: Browser;
  beforeAll(async () => {
    const args = ['--no-sandbox', '--disable-gpu', '--disable-background-networking'];
    browser = await chromium.launch({ executablePath: chromiumPath(), args });
  });
  afterAll(() => browser?.close());

  /** The page from a file, as somebody without a network opens it; what it asks for or complains of is an alarm. */
  async function open(name: string, width: number): Promise<{ page: Page; alarms: string[] }> {
    const file = join(testEnvironment().folder, `${name.replaceAll(' ', '-')}.html`);
    await writeFile(file, pageOf(cases[name]!));
    const page = await browser.newPage({ viewport: { width, height: 900 } });
    const alarms: string[] = [];
    page.on('console', (message) => alarms.push(message.text()));
    page.on('request', (request) => request.url() !== pathToFileURL(file).href && alarms.push(request.url()));
    await page.goto(pathToFileURL(file).href);
    return { page, alarms };
  }

  it.each([
    ['an ordinary week', 1],
    ['a week of nothing', 1],
    ...Object.keys(cases)
      .filter((name) => name.startsWith('the worst week'))
      .map((name): [string, number] => [name, 2]),
  ])(
    'prints %s on so many A4 pages: %d',
    async (name, pages) => {
      const { page } = await open(name, 1280);
      const pdf = await page.pdf({ preferCSSPageSize: true, printBackground: true });
      const text = pdf.toString('latin1');
      expect(text.match(/\/Type\s*\/Page\b(?!s)/g)).toHaveLength(pages);
      const box = /\/MediaBox\s*\[0 0 ([\d.]+) ([\d.]+)\]/.exec(text)!;
      expect([Math.round(Number(box[1])), Math.round(Number(box[2]))]).toEqual(a4);
      await page.close();
    },
    60_000,
  );

  it.each(Object.keys(cases))(
    'of %s fits a phone, runs nothing and asks nobody for anything',
    async (name) => {
      const { page, alarms } = await open(name, 390);
      expect(await page.evaluate('document.scrollingElement.scrollWidth')).toBe(390);
      expect(await page.locator('script, img, iframe, link, a').count()).toBe(0);
      expect(await page.title()).toMatch(/^Weekly drift summary 2026-W47 ·/);
      expect(alarms).toEqual([]);
      await page.close();
    },
    60_000,
  );
});

function pageOf(facts: SummaryFacts): string {
  return renderPage(makeSummary(facts, { plain: plainText, featureLabel: () => 'Refusal rate' }));
}

/** Every list longer than what is shown, every text longer than what fits, and hostile; the last models are quiet. */
function worstWeek({ models = 80, loud = 80, long = `${hostile} ${'W'.repeat(3_000)}` } = {}): SummaryFacts {
  const numbers = Array.from({ length: 80 }, (_, i) => i + 1);
  const { weeks, detector } = exampleModel(1, '');
  const { actions, coverage } = exampleFacts();
  const quiet = [{}, { detector: { ...detector, phase: 'collecting' as const } }];
  return exampleFacts({
    tenant: long,
    models: numbers.slice(0, models).map((n) => {
      const shifts = ['a', 'b', 'c', 'd'].map((feature) =>
        exampleShift(n, { feature: feature + long, title: feature + long, reason: long }),
      );
      const gaveIn = weeks.map((week) => ({ ...week, attacks: 1_000, succeeded: 999 }));
      const more = n <= loud ? { weeks: gaveIn, shifts } : quiet[n % 2];
      return exampleModel(n, n + long, { version: long, ...more });
    }),
    incidents: numbers.map((n) =>
      exampleIncident(n, {
        modelKey: n > loud ? 1 : n,
        title: long,
        assignee: long,
        severity: n % 2 === 0 ? 'high' : 'medium',
      }),
    ),
    actions: numbers.flatMap(() => actions.map((action) => ({ ...action, who: long }))),
    coverage: {
      ...coverage,
      gaps: numbers.map((n) => ({ ...coverage.gaps[0]!, title: n + long })),
      deadLetters: 123_456_789,
    },
  });
}
