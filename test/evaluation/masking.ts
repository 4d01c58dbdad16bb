import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { gunzipSync } from 'node:zlib';
import { findEntities } from '#privacy';
import { z } from 'zod';
import { type EntityMapping, type Score, type Span, addScores, scoreSpans } from './score-masking.js';

const spanSchema = z.object({ type: z.string(), start: z.number(), end: z.number() });
const rowSchema = z.object({
  text: z.string(),
  category: z.string(),
  response: z.string().nullish(),
  turns: z.array(z.object({ content: z.string() })).nullish(),
  spans: z.array(spanSchema).default([]),
  meta: z.object({ rule: z.string().optional() }).nullish(),
});
type Row = z.infer<typeof rowSchema>;

const mappings: readonly EntityMapping[] = [
  { type: 'email', labels: ['EMAIL_ADDRESS'] },
  { type: 'iban', labels: ['IBAN_CODE'] },
  { type: 'card', labels: ['CREDIT_CARD'] },
  { type: 'phone', labels: ['PHONE_NUMBER'] },
  { type: 'ssn', labels: ['US_SSN'] },
  { type: 'ip-address', labels: ['IP_ADDRESS'] },
  { type: 'driver-licence', labels: ['US_DRIVER_LICENSE'] },
  { type: 'date-of-birth', labels: ['BIRTH'], alsoRight: ['DATE_TIME'] },
  { type: 'street-address', labels: ['STREET_ADDRESS'], alsoRight: ['ZIP_CODE', 'GPE'] },
  { type: 'person-name', labels: ['PERSON'] },
];
const secretTypes = new Set(['private-key', 'jwt', 'cloud-key', 'url-credential', 'secret']);
const ordinary = /^(?:benign_|drift_intents)/;

const { values: options } = parseArgs({
  options: {
    data: { type: 'string', default: process.env['TUNEWARDEN_DATA'] ?? '../shared/data' },
    misses: { type: 'string' },
  },
});
const folder = join(options.data, 'open');
if (existsSync(folder)) evaluate();
else process.stdout.write(`eval:masking: no data in ${folder}: name it with --data or TUNEWARDEN_DATA\n`);

function evaluate(): void {
  const pii = readRows('pii_synthetic.jsonl.gz');
  print(`pii_synthetic, ${pii.length} rows: labelled stretches that a claim of the type overlaps`);
  for (const mapping of mappings) reportType(pii, mapping);
  reportSecrets(readRows('secrets.jsonl.gz'));
  print('\nordinary traffic: texts of which anything was masked, and entities by type');
  for (const name of readdirSync(folder).filter((file) => ordinary.test(file))) reportOrdinary(name);
}

function reportType(rows: readonly Row[], mapping: EntityMapping): void {
  let total: Score = { labelled: 0, found: 0, claimed: 0, right: 0 };
  for (const row of rows) {
    const labels = row.spans.map((span) => (isBirth(row.text, span) ? { ...span, type: 'BIRTH' } : span));
    const claims = findEntities(row.text);
    total = addScores(total, scoreSpans(labels, claims, mapping));
    if (options.misses === mapping.type) printMisses(row.text, labels, claims, mapping);
  }
  print(
    `  ${mapping.type.padEnd(16)} recall ${share(total.found, total.labelled)}   precision ${share(total.right, total.claimed)}`,
  );
}

/** The corpus labels all dates alike; those of birth are said to be so just before. */
function isBirth(text: string, { type, start }: Span): boolean {
  return type === 'DATE_TIME' && /\b(?:birth|born)\b/i.test(text.slice(Math.max(0, start - 40), start));
}

/** A row is one case: what it contains is named by rule, not by place. */
function reportSecrets(rows: readonly Row[]): void {
  const judged = rows.map((row) => ({
    row,
    wanted: row.category === 'secret_content',
    masked: findEntities(row.text).some(({ type }) => secretTypes.has(type)),
  }));
  const wanted = judged.filter((one) => one.wanted);
  const masked = judged.filter((one) => one.masked);
  const both = wanted.filter((one) => one.masked).length;
  print(`\nsecrets, ${rows.length} rows: rows in which a credential is masked`);
  print(`  credentials      recall ${share(both, wanted.length)}   precision ${share(both, masked.length)}`);
  const wrong = judged.filter((one) => one.wanted !== one.masked);
  print(`  missed, by rule: ${byRule(wrong.filter((one) => one.wanted).map(({ row }) => row))}`);
  print(
    `  masked in rows labelled as none, by rule: ${byRule(wrong.filter((one) => one.masked).map(({ row }) => row))}`,
  );
  if (options.misses !== 'secrets') return;
  for (const one of wrong) print(`    ${one.wanted ? 'missed' : 'wrong'} ${JSON.stringify(one.row.text)}`);
}

function byRule(rows: readonly Row[]): string {
  const counts = new Map<string, number>();
  for (const { meta } of rows) counts.set(meta?.rule ?? '?', (counts.get(meta?.rule ?? '?') ?? 0) + 1);
  return [...counts].map(([rule, count]) => `${rule} ${count}`).join(', ') || 'none';
}

function reportOrdinary(name: string): void {
  const counts = new Map<string, number>();
  let [texts, masked, characters] = [0, 0, 0];
  for (const row of readRows(name)) {
    for (const text of textsOf(row)) {
      const claims = findEntities(text);
      texts += 1;
      characters += text.length;
      if (claims.length > 0) masked += 1;
      for (const claim of claims) {
        counts.set(claim.type, (counts.get(claim.type) ?? 0) + 1);
        if (options.misses === `ordinary:${claim.type}`) printClaim(text, claim);
      }
    }
  }
  const types = [...counts].sort((a, b) => b[1] - a[1]).map(([type, count]) => `${type} ${count}`);
  print(
    `  ${name.replace('.jsonl.gz', '').padEnd(28)} ${share(masked, texts)} of ${Math.round(characters / 1000)} kB; ${types.join(', ')}`,
  );
}

/** A conversation has the row's own text in it. */
function textsOf({ text, response, turns }: Row): readonly string[] {
  const said = turns?.map(({ content }) => content) ?? [];
  return said.length > 0 ? said : [text, ...(typeof response === 'string' ? [response] : [])];
}

function printMisses(
  text: string,
  labels: readonly Span[],
  claims: readonly Span[],
  { type, labels: wanted, alsoRight = [] }: EntityMapping,
): void {
  const touches = (a: Span) => (b: Span) => a.start < b.end && b.start < a.end;
  const own = claims.filter((claim) => claim.type === type);
  for (const label of labels) {
    if (wanted.includes(label.type) && !own.some(touches(label)))
      printClaim(text, { ...label, type: 'missed' });
  }
  const right = labels.filter((label) => [...wanted, ...alsoRight].includes(label.type));
  for (const claim of own) if (!right.some(touches(claim))) printClaim(text, { ...claim, type: 'wrong' });
}

function printClaim(text: string, { type, start, end }: Span): void {
  const around = `${text.slice(Math.max(0, start - 50), start)}[[${text.slice(start, end)}]]${text.slice(end, end + 25)}`;
  print(`    ${type}: ${JSON.stringify(around)}`);
}

function share(part: number, whole: number): string {
  const ratio = whole === 0 ? '  – ' : (part / whole).toFixed(3);
  return `${ratio} (${part} of ${whole})`.padEnd(22);
}

function readRows(name: string): readonly Row[] {
  const lines = gunzipSync(readFileSync(join(folder, name)))
    .toString('utf8')
    .split('\n');
  return lines.filter((line) => line !== '').map((line) => rowSchema.parse(JSON.parse(line)));
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
