import { type FormEvent, useEffect, useRef } from 'react';
import { DialogButtons } from './dialog-buttons.js';

interface LineDialogProps {
  readonly title: string;
  readonly label: string;
  readonly button: string;
  readonly pattern?: string;
  readonly onDone: (line: string) => void;
  readonly onCancel: () => void;
}

/** Asks for one line: whose an incident is to be, or which one it is a part of. */
export function LineDialog({ title, label, button, pattern, onDone, onCancel }: LineDialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    dialog.current?.showModal();
    field.current?.focus();
  }, []);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    onDone(field.current?.value.trim() ?? '');
  };
  return (
    <dialog ref={dialog} className="dialog" aria-labelledby="line-title" onClose={onCancel}>
      <form onSubmit={submit}>
        <h2 id="line-title">{title}</h2>
        <label className="block">
          {label}
          <input ref={field} maxLength={200} pattern={pattern} autoComplete="off" required />
        </label>
        <DialogButtons name={button} />
      </form>
    </dialog>
  );
}
