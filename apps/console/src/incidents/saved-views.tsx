import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useId, useState } from 'react';
import { Link } from 'react-router';
import { fetchSavedViews, removeView, saveView } from '../api/incidents.js';
import { useSession } from '../session/use-session.js';
import { LogText } from '../evidence/log-text.js';

/** Views that somebody gave a name, and a way to name this one. */
export function SavedViews({ search }: { readonly search: URLSearchParams }) {
  const id = useId();
  const queries = useQueryClient();
  const reload = (): Promise<void> => queries.invalidateQueries({ queryKey: ['saved-views'] });
  const views = useQuery({ queryKey: ['saved-views'], queryFn: fetchSavedViews, refetchInterval: false });
  const mayAct = useSession().may({ permission: 'incidents.act' });
  const remove = useMutation({ mutationFn: removeView, onSuccess: reload });
  return (
    <>
      <button type="button" className="button" popoverTarget={id}>
        Views
      </button>
      <div id={id} popover="auto" className="menu">
        <h2>saved views</h2>
        {views.data?.length === 0 && <p className="mute">None yet. Everybody sees what is saved here.</p>}
        <ul className="views">
          {views.data?.map((view) => (
            <li key={view.id}>
              <Link to={`/incidents${view.query === '' ? '' : `?${view.query}`}`}>
                <LogText text={view.name} />
              </Link>
              {mayAct && (
                <button type="button" className="link" onClick={() => remove.mutate(view.id)}>
                  remove
                </button>
              )}
            </li>
          ))}
        </ul>
        {mayAct && <SaveForm query={search.toString()} onSaved={reload} />}
      </div>
    </>
  );
}

interface SaveFormProps {
  readonly query: string;
  readonly onSaved: () => Promise<void>;
}

function SaveForm({ query, onSaved }: SaveFormProps) {
  const field = useId();
  const [name, setName] = useState('');
  const save = useMutation({ mutationFn: () => saveView(name, query), onSuccess: onSaved });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    save.mutate(undefined, { onSuccess: () => setName('') });
  };
  return (
    <form onSubmit={submit}>
      <label htmlFor={field}>Save this view as</label>
      <div className="line">
        <input
          id={field}
          value={name}
          maxLength={60}
          required
          autoComplete="off"
          onChange={(event) => setName(event.target.value)}
        />
        <button type="submit" className="button" disabled={name.trim() === '' || save.isPending}>
          Save
        </button>
      </div>
      {save.error !== null && <p role="alert">{save.error.message}.</p>}
    </form>
  );
}
