import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { type LinkedAccount, fetchAccounts, linkAccount, unlinkAccount } from '../api/access.js';
import { LogText } from '../evidence/log-text.js';
import { DialogButtons } from '../layout/dialog-buttons.js';
import { Modal } from '../layout/modal.js';
import { QueryState } from '../layout/query-state.js';
import { Table } from '../layout/table-card.js';
import { TextField } from '../layout/text-field.js';
import { OneTenantField, tenantOf } from '../session/tenant-field.js';
import { RoleField } from './role-field.js';

/** Who is who in Slack and PagerDuty: what they click there is done by the person here. */
export function AccountsTab() {
  const accounts = useQuery({ queryKey: ['accounts'], queryFn: fetchAccounts });
  const [isNew, setIsNew] = useState(false);
  return (
    <>
      <div className="line tools">
        <span className="mute">Clicks of accounts that are not here are refused.</span>
        <span className="gap" />
        <button type="button" className="button primary" onClick={() => setIsNew(true)}>
          Link an account…
        </button>
      </div>
      <QueryState query={accounts}>{(items) => <Accounts accounts={items} />}</QueryState>
      {isNew && <AccountDialog onClose={() => setIsNew(false)} />}
    </>
  );
}

function Accounts({ accounts }: { readonly accounts: readonly LinkedAccount[] }) {
  const queries = useQueryClient();
  const unlink = useMutation({
    mutationFn: unlinkAccount,
    onSettled: () => queries.invalidateQueries({ queryKey: ['accounts'] }),
  });
  if (accounts.length === 0) return <p className="card mute">No account is linked yet.</p>;
  return (
    <section className="card scroll" tabIndex={0} aria-label="Linked accounts">
      <Table columns={['person', 'account', 'role', 'tenant', 'change']}>
        {accounts.map((account) => (
          <AccountRow
            key={`${account.provider} ${account.externalId}`}
            account={account}
            onUnlink={() => unlink.mutate(account)}
          />
        ))}
      </Table>
      {unlink.error !== null && <p role="alert">{unlink.error.message}.</p>}
    </section>
  );
}

interface AccountRowProps {
  readonly account: LinkedAccount;
  readonly onUnlink: () => void;
}

function AccountRow({ account: { who, provider, externalId, role, tenant }, onUnlink }: AccountRowProps) {
  return (
    <tr>
      <th scope="row">
        <LogText text={who} />
      </th>
      <td>
        {provider} {externalId}
      </td>
      <td>{role}</td>
      <td>{tenant === null ? 'all' : <LogText text={tenant} />}</td>
      <td>
        <button type="button" className="button" onClick={onUnlink}>
          Unlink
        </button>
      </td>
    </tr>
  );
}

function AccountDialog({ onClose }: { readonly onClose: () => void }) {
  const queries = useQueryClient();
  const [account, setAccount] = useState<LinkedAccount>({
    ...{ provider: 'slack', externalId: '', who: '', role: 'analyst', tenant: null },
  });
  const link = useMutation({
    mutationFn: () => linkAccount(account),
    onSuccess: async () => {
      onClose();
      await queries.invalidateQueries({ queryKey: ['accounts'] });
    },
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    link.mutate();
  };
  const set = (change: Partial<LinkedAccount>): void => setAccount({ ...account, ...change });
  return (
    <Modal title="Link an account" onClose={onClose}>
      <form onSubmit={submit}>
        <AccountFields account={account} onChange={set} />
        <RoleField value={account.role} onChange={(role) => set({ role })} />
        {link.error !== null && <p role="alert">{link.error.message}.</p>}
        <DialogButtons name="Link" isReady={!link.isPending} />
      </form>
    </Modal>
  );
}

interface AccountFieldsProps {
  readonly account: LinkedAccount;
  readonly onChange: (change: Partial<LinkedAccount>) => void;
}

function AccountFields({ account: { provider, externalId, who, tenant }, onChange }: AccountFieldsProps) {
  return (
    <>
      <label className="block">
        Of
        <select
          value={provider}
          onChange={({ target }) => onChange({ provider: target.value === 'slack' ? 'slack' : 'pagerduty' })}
        >
          <option value="slack">Slack</option>
          <option value="pagerduty">PagerDuty</option>
        </select>
      </label>
      <TextField
        label="Their id there, as in U012ABCDEF or PABC123"
        value={externalId}
        pattern="[A-Za-z0-9]{2,40}"
        onChange={(text) => onChange({ externalId: text })}
      />
      <TextField label="Who they are here" value={who} onChange={(text) => onChange({ who: text })} />
      <OneTenantField tenant={tenant ?? ''} onChange={(text) => onChange({ tenant: tenantOf(text) })} />
    </>
  );
}
