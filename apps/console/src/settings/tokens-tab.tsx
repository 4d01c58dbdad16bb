import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { type Token, fetchTokens, revokeToken } from '../api/access.js';
import { LogText } from '../evidence/log-text.js';
import { formatAgo, formatSecond } from '../format/format-time.js';
import { QueryState } from '../layout/query-state.js';
import { TableCard } from '../layout/table-card.js';
import { MoreButton } from './more-button.js';
import { TokenDialog } from './token-dialog.js';
import { usePages } from './use-pages.js';

/** API tokens of scripts and services: what each may, until when, and whether it is used. */
export function TokensTab() {
  const tokens = usePages(['tokens'], fetchTokens);
  const [isNew, setIsNew] = useState(false);
  return (
    <>
      <div className="line tools">
        <span className="gap" />
        <button type="button" className="button primary" onClick={() => setIsNew(true)}>
          New token…
        </button>
      </div>
      <QueryState query={tokens}>
        {({ pages }) => (
          <>
            <Tokens tokens={pages.flatMap(({ items }) => items)} />
            <MoreButton pages={tokens} />
          </>
        )}
      </QueryState>
      {isNew && <TokenDialog onClose={() => setIsNew(false)} />}
    </>
  );
}

function Tokens({ tokens }: { readonly tokens: readonly Token[] }) {
  if (tokens.length === 0) return <p className="card mute">No API token was made here yet.</p>;
  return (
    <TableCard
      label="API tokens"
      columns={['token', 'scopes', 'tenant', 'made by', 'expires (UTC)', 'last used', 'state']}
    >
      {tokens.map((token) => (
        <TokenRow key={token.id} token={token} />
      ))}
    </TableCard>
  );
}

function TokenRow({ token }: { readonly token: Token }) {
  const { id, prefix, name, tenant, scopes, createdBy, expiresAt, lastUsedAt, state } = token;
  const queries = useQueryClient();
  const revoke = useMutation({
    mutationFn: () => revokeToken(id),
    onSettled: () => queries.invalidateQueries({ queryKey: ['tokens'] }),
  });
  return (
    <tr>
      <th scope="row">
        <LogText text={name} /> <small>tw_{prefix}_…</small>
      </th>
      <td className="wraps">{scopes.join(', ')}</td>
      <td>{tenant === null ? 'all' : <LogText text={tenant} />}</td>
      <td>
        <LogText text={createdBy} />
      </td>
      <td>{formatSecond(expiresAt).slice(0, 16)}</td>
      <td>{lastUsedAt === null ? 'never' : formatAgo(lastUsedAt, Date.now())}</td>
      <td>
        {state === 'active' ? (
          <button
            type="button"
            className="button"
            disabled={revoke.isPending}
            onClick={() => revoke.mutate()}
          >
            Revoke
          </button>
        ) : (
          <span className="tag">{state}</span>
        )}
      </td>
    </tr>
  );
}
