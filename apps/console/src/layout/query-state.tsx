import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { ApiProblem } from '../api/client.js';
import { ForbiddenNotice, LoginNotice } from '../session/login-notice.js';

interface QueryStateProps<Data> {
  readonly query: UseQueryResult<Data>;
  /** What it is of, where no heading above says so: a part of a page that fails is named. */
  readonly of?: string;
  readonly children: (data: Data) => ReactNode;
}

/** What a query has to show: its data, that it is under way, or what went wrong and what to do about it. */
export function QueryState<Data>({ query, of, children }: QueryStateProps<Data>) {
  // Data that was there stays, with a word about its age: a failed refresh must not empty an analyst's screen.
  if (query.data !== undefined) {
    return (
      <>
        {query.isError && (
          <p className="notice" role="status">
            Not refreshed: {query.error.message}
          </p>
        )}
        {children(query.data)}
      </>
    );
  }
  if (query.isError) return <Problem error={query.error} of={of} />;
  return (
    <p className="notice" role="status">
      Loading…
    </p>
  );
}

function Problem({ error, of }: { readonly error: Error; readonly of: string | undefined }) {
  const status = error instanceof ApiProblem ? error.status : undefined;
  if (status === 401) return <LoginNotice />;
  if (status === 403) return <ForbiddenNotice why={error.message} />;
  return (
    <section className={of === undefined ? 'notice' : 'notice card'} role="alert">
      <h2>
        {of !== undefined && `${of}: `}
        {status === 404 ? 'not found' : 'that did not work'}
      </h2>
      <p>{error.message}. The page tries again every few seconds.</p>
    </section>
  );
}
