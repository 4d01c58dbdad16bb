import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { type Person, changePerson, fetchPeople } from '../api/access.js';
import { LogText } from '../evidence/log-text.js';
import { formatAgo } from '../format/format-time.js';
import { DialogButtons } from '../layout/dialog-buttons.js';
import { Modal } from '../layout/modal.js';
import { QueryState } from '../layout/query-state.js';
import { TableCard } from '../layout/table-card.js';
import { OneTenantField, tenantOf } from '../session/tenant-field.js';
import { MoreButton } from './more-button.js';
import { type RoleName, RoleField } from './role-field.js';
import { usePages } from './use-pages.js';

/** Who logs in by the identity provider, what they may, and who said so. */
export function PeopleTab() {
  const people = usePages(['people'], fetchPeople);
  const [changed, setChanged] = useState<Person | undefined>(undefined);
  return (
    <QueryState query={people}>
      {({ pages }) => (
        <>
          <People people={pages.flatMap(({ items }) => items)} onChange={setChanged} />
          <MoreButton pages={people} />
          {changed !== undefined && <PersonDialog person={changed} onClose={() => setChanged(undefined)} />}
        </>
      )}
    </QueryState>
  );
}

interface PeopleProps {
  readonly people: readonly Person[];
  readonly onChange: (person: Person) => void;
}

function People({ people, onChange }: PeopleProps) {
  if (people.length === 0)
    return (
      <p className="card mute">
        Nobody yet: people show up here when they first log in by the identity provider. Login links are of no
        person.
      </p>
    );
  return (
    <TableCard label="People" columns={['person', 'role', 'tenant', 'said by', 'last login', 'change']}>
      {people.map((person) => (
        <PersonRow key={person.id} person={person} onChange={onChange} />
      ))}
    </TableCard>
  );
}

function PersonRow({ person, onChange }: { readonly person: Person } & Pick<PeopleProps, 'onChange'>) {
  const { name, email, role, tenant, roleFrom, disabled, lastLoginAt } = person;
  return (
    <tr>
      <th scope="row">
        <LogText text={name} />
        {email !== null && (
          <small>
            {' '}
            <LogText text={email} />
          </small>
        )}
      </th>
      <td>
        {disabled ? <span className="tag severity-high">kept out</span> : (role ?? 'none: may not come in')}
      </td>
      <td>{tenant === null ? 'all' : <LogText text={tenant} />}</td>
      <td>{roleFrom === 'groups' ? 'their groups' : 'an admin'}</td>
      <td>{lastLoginAt === null ? 'never' : formatAgo(lastLoginAt, Date.now())}</td>
      <td>
        <button type="button" className="button" onClick={() => onChange(person)}>
          Change…
        </button>
      </td>
    </tr>
  );
}

const asGroupsSay = 'groups';

function PersonDialog({ person, onClose }: { readonly person: Person; readonly onClose: () => void }) {
  const queries = useQueryClient();
  const [role, setRole] = useState<RoleName | typeof asGroupsSay>(
    person.roleFrom === 'groups' ? asGroupsSay : (person.role ?? 'viewer'),
  );
  const [tenant, setTenant] = useState(person.tenant ?? '');
  const [disabled, setDisabled] = useState(person.disabled);
  const change = useMutation({
    mutationFn: () => {
      const access = role === asGroupsSay ? null : { role, tenant: tenantOf(tenant) };
      return changePerson(person, { access, disabled });
    },
    onSuccess: onClose,
    onSettled: () => queries.invalidateQueries({ queryKey: ['people'] }),
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    change.mutate();
  };
  return (
    <Modal title="Change a person" onClose={onClose}>
      <p>
        <LogText text={person.name} />
      </p>
      <form onSubmit={submit}>
        <RoleField value={role} more={{ [asGroupsSay]: 'as their groups say' }} onChange={setRole} />
        {role !== asGroupsSay && <OneTenantField tenant={tenant} onChange={setTenant} />}
        <label className="block">
          <input type="checkbox" checked={disabled} onChange={() => setDisabled(!disabled)} /> Keep out, and
          end every session
        </label>
        {change.error !== null && <p role="alert">{change.error.message}.</p>}
        <DialogButtons name="Change" isReady={!change.isPending} hint="holds from their next call on" />
      </form>
    </Modal>
  );
}
