import type { ReactNode } from 'react';

/** Its name; a column of numbers stands at the right, and so do its cells with the class `number`. */
type Column = string | { readonly number: string };

interface TableProps {
  readonly columns: readonly Column[];
  /** Rows. */
  readonly children: ReactNode;
  readonly caption?: ReactNode;
}

/** A table with its columns by name. */
export function Table({ columns, children, caption }: TableProps) {
  return (
    <table>
      {caption !== undefined && <caption>{caption}</caption>}
      <thead>
        <tr>
          {columns.map((column) =>
            typeof column === 'string' ? (
              <th key={column}>{column}</th>
            ) : (
              <th key={column.number} className="number">
                {column.number}
              </th>
            ),
          )}
        </tr>
      </thead>
      <tbody>{children}</tbody>
    </table>
  );
}

/** The same as a card of its own, which scrolls aside where it is too wide. */
export function TableCard({ label, ...table }: TableProps & { readonly label: string }) {
  return (
    <section className="card scroll" tabIndex={0} aria-label={label}>
      <Table {...table} />
    </section>
  );
}
