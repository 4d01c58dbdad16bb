import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { createToken } from '../api/access.js';
import type { Permission } from '../api/session.js';
import { DialogButtons } from '../layout/dialog-buttons.js';
import { Modal } from '../layout/modal.js';
import { TextField } from '../layout/text-field.js';
import { OneTenantField, tenantOf } from '../session/tenant-field.js';
import { useSession } from '../session/use-session.js';

/** Makes a token. Its text is held by this dialog alone and shown once: closing it lets it go. */
export function TokenDialog({ onClose }: { readonly onClose: () => void }) {
  const [made, setMade] = useState<string | undefined>(undefined);
  return (
    <Modal title="New API token" onClose={onClose}>
      {made === undefined ? (
        <TokenForm onMade={setMade} />
      ) : (
        <>
          <p>Copy it now: it is shown this once, and kept nowhere.</p>
          <code className="command secret">{made}</code>
          <p>
            <button type="button" className="button primary" onClick={onClose}>
              Done
            </button>
          </p>
        </>
      )}
    </Modal>
  );
}

function TokenForm({ onMade }: { readonly onMade: (token: string) => void }) {
  const { session } = useSession();
  const [name, setName] = useState('');
  const [tenant, setTenant] = useState(session?.tenant ?? '');
  const [days, setDays] = useState(90);
  const [scopes, setScopes] = useState<readonly Permission[]>([]);
  const create = useCreation(onMade);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    create.mutate({ name: name.trim(), days, scopes: [...scopes], tenant: tenantOf(tenant) });
  };
  return (
    <form onSubmit={submit}>
      <TextField label="What it is for" value={name} most={100} onChange={setName} />
      <ScopesField scopes={scopes} offered={session?.permissions ?? []} onChange={setScopes} />
      <OneTenantField tenant={tenant} onChange={setTenant} />
      <label className="block">
        Days until it expires
        <input
          type="number"
          min={1}
          max={366}
          value={days}
          onChange={({ target }) => setDays(target.valueAsNumber)}
          required
        />
      </label>
      {create.error !== null && <p role="alert">{create.error.message}.</p>}
      <DialogButtons name="Make it" isReady={scopes.length > 0 && !create.isPending} />
    </form>
  );
}

function useCreation(onMade: (token: string) => void) {
  const queries = useQueryClient();
  const create = useMutation({
    mutationFn: createToken,
    onSuccess: async ({ token }) => {
      onMade(token);
      // The answer holds the secret, and a mutation keeps its answer.
      create.reset();
      await queries.invalidateQueries({ queryKey: ['tokens'] });
    },
  });
  return create;
}

interface ScopesFieldProps {
  readonly scopes: readonly Permission[];
  readonly offered: readonly Permission[];
  readonly onChange: (scopes: readonly Permission[]) => void;
}

/** What the token may: out of what its maker may. */
function ScopesField({ scopes, offered, onChange }: ScopesFieldProps) {
  const toggle = (scope: Permission): void =>
    onChange(scopes.includes(scope) ? scopes.filter((one) => one !== scope) : [...scopes, scope]);
  return (
    <fieldset className="choices scopes">
      <legend>What it may</legend>
      {offered.map((scope) => (
        <label key={scope}>
          <input type="checkbox" checked={scopes.includes(scope)} onChange={() => toggle(scope)} /> {scope}
        </label>
      ))}
    </fieldset>
  );
}
