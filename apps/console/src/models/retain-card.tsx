import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { type Model, fetchModels } from '../api/client.js';
import { retainText } from '../api/models.js';
import { DialogButtons } from '../layout/dialog-buttons.js';
import { Modal } from '../layout/modal.js';
import { useSession } from '../session/use-session.js';

type Retain = Model['retain'];

const modes: Readonly<Record<Retain, string>> = {
  evidence: 'what was flagged, and nothing else',
  sample: 'what was flagged, and a daily sample',
  all: 'every interaction',
};

/** How much masked text is kept of a model, and how that is changed by who may. */
export function RetainCard({ modelKey }: { readonly modelKey: number }) {
  const models = useQuery({ queryKey: ['models'], queryFn: fetchModels });
  const mayManage = useSession().may({ permission: 'retention.manage' });
  const [isAsked, setIsAsked] = useState(false);
  const model = models.data?.find(({ key }) => key === modelKey);
  if (model === undefined) return null;
  return (
    <section className="card">
      <h2>Text kept</h2>
      <div className="line">
        <span>Of this version: {modes[model.retain]}.</span>
        <span className="gap" />
        {mayManage && (
          <button type="button" className="button" onClick={() => setIsAsked(true)}>
            Change…
          </button>
        )}
      </div>
      {isAsked && <RetainDialog model={model} onClose={() => setIsAsked(false)} />}
    </section>
  );
}

function RetainDialog({ model, onClose }: { readonly model: Model; readonly onClose: () => void }) {
  const queries = useQueryClient();
  const [retain, setRetain] = useState<Retain>(model.retain);
  const [onlyThisVersion, setOnlyThisVersion] = useState(false);
  const change = useMutation({
    mutationFn: () => retainText(model.key, { retain, onlyThisVersion }),
    onSuccess: onClose,
    onSettled: () => queries.invalidateQueries({ queryKey: ['models'] }),
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    change.mutate();
  };
  return (
    <Modal title="How much text is kept" onClose={onClose}>
      <form onSubmit={submit}>
        <fieldset className="choices">
          <legend>Masked, from now on, and as long as the retention of text says</legend>
          {(Object.keys(modes) as Retain[]).map((mode) => (
            <label key={mode}>
              <input type="radio" name="retain" checked={retain === mode} onChange={() => setRetain(mode)} />{' '}
              {modes[mode]}
            </label>
          ))}
        </fieldset>
        <label className="block">
          <input
            type="checkbox"
            checked={onlyThisVersion}
            onChange={() => setOnlyThisVersion(!onlyThisVersion)}
          />{' '}
          This version only, not every version of the model
        </label>
        {change.error !== null && <p role="alert">{change.error.message}.</p>}
        <DialogButtons name="Keep so" isReady={!change.isPending} hint="goes to the audit log" />
      </form>
    </Modal>
  );
}
