import { stringify } from 'csv-stringify/sync';

/** A row of an export: names of columns to what stands in them. */
export type CsvRow = Readonly<Record<string, string | number | null>>;

/**
 * Rows as CSV (RFC 4180) with a header. A cell that a spreadsheet would take for a formula (`=`, `+`, `-`, `@`, TAB, CR
 * at its beginning) has an apostrophe before it, which makes it text there: titles and names come from logs.
 */
export function csvOf(columns: readonly string[], rows: readonly CsvRow[]): string {
  return stringify([...rows], {
    header: true,
    columns: [...columns],
    escape_formulas: true,
    record_delimiter: 'windows',
  });
}
