import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { exampleFacts, exampleIncident, exampleModel, exampleShift } from '../example-facts.js';
import { makeSummary } from '../make-summary.js';
import { pagePolicyOf, renderPage } from './render-page.js';
import { renderTrend } from './trend.js';

const wording = {
  featureLabel: (feature: string) => feature,
  plain: (text: string, most: number) => text.slice(0, most),
};
const hostile = `</style><script>alert(1)</script><img src=x onerror="alert(2)">'"&`;

describe('the page', () => {
  it('is text where the facts are markup', () => {
    const facts = exampleFacts({
      tenant: hostile,
      models: [
        exampleModel(1, hostile, {
          version: hostile,
          shifts: [exampleShift(1, { title: hostile, reason: hostile })],
        }),
      ],
      incidents: [exampleIncident(1, { title: hostile, assignee: hostile })],
    });
    const page = renderPage(makeSummary(facts, wording));
    expect(page.match(/<(?:script|img|iframe|object|link)\b/g)).toBeNull();
    expect(page.match(/<\/style>/g)).toHaveLength(1);
    expect(page).not.toMatch(/\son\w+="/);
    expect(page).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
  });

  it('allows a browser its own style and nothing else, and asks nobody for anything', () => {
    const page = renderPage(makeSummary(exampleFacts(), wording));
    const style = /<style>([^]*)<\/style>/.exec(page)?.[1] ?? '';
    const digest = createHash('sha256').update(style).digest('base64');
    expect(pagePolicyOf(page)).toBe(
      `default-src 'none'; style-src 'sha256-${digest}'; base-uri 'none'; form-action 'none'`,
    );
    expect(page).toContain(`content="${pagePolicyOf(page).replaceAll("'", '&apos;')}"`);
    expect(page).not.toMatch(/https?:|url\(|@import|\sstyle=/);
  });

  it('shows the worst of many models, and of the others how many there are and where', () => {
    const models = Array.from({ length: 80 }, (_, i) =>
      exampleModel(i, `m${i}`, { shifts: i < 70 ? [exampleShift(i)] : [] }),
    );
    const page = renderPage(makeSummary(exampleFacts({ models, incidents: [] }), wording));
    expect(page.match(/<tr class="quiet group">/g)).toHaveLength(2);
    expect(page.match(/<b><bdi>m\d+<\/bdi>/g)).toHaveLength(5);
    expect(page).toContain('<b>65 more models');
    expect(page).toContain('see the console for all 65');
    expect(page).toContain('<b>10 models');
    expect(page).toContain('see the console for all 10');
  });
});

describe('a trend', () => {
  const trend = (levels: readonly (number | null)[], baseline: number | null = 0.02) => ({
    label: 'Refusal rate',
    baseline,
    weeks: levels.map((level, i) => ({ from: `2026-0${i + 1}-01T00:00:00.000Z`, level })),
    releases: [{ at: '2026-03-05T00:00:00.000Z', version: 'v2' }],
  });

  it('breaks its line where there was no traffic', () => {
    const svg = renderTrend(trend([0.02, 0.02, null, 0.04, 0.04])).text;
    expect(svg.match(/<polyline/g)).toHaveLength(2);
  });

  it('says its numbers to who cannot see it', () => {
    expect(renderTrend(trend([0.02, null])).text).toContain(
      'aria-label="Refusal rate by week: 2.0 %, none; usual: 2.0 %; v2 since 2026-03-05"',
    );
  });

  it('is nothing where nothing was counted', () => {
    expect(renderTrend(trend([null, null])).text).toBe('');
  });
});
