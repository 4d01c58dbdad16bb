import type { ReactNode } from 'react';

interface TableProps {
  readonly columns: readonly string[];
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
          {columns.map((name) => (
            <th key={name}>{name}</th>
          ))}
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
