import { type FormEvent, useState } from 'react';
import { DialogButtons } from './dialog-buttons.js';
import { Modal } from './modal.js';
import { TextField } from './text-field.js';

interface LineDialogProps {
  readonly title: string;
  readonly label: string;
  readonly button: string;
  readonly pattern?: string;
  readonly least?: number;
  readonly onDone: (line: string) => void;
  readonly onCancel: () => void;
}

/** Asks for one line: whose an incident is to be, which one it is a part of, or why. */
export function LineDialog({ title, label, button, pattern, least, onDone, onCancel }: LineDialogProps) {
  const [line, setLine] = useState('');
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    onDone(line.trim());
  };
  return (
    <Modal title={title} onClose={onCancel}>
      <form onSubmit={submit}>
        <TextField
          label={label}
          value={line}
          {...(pattern !== undefined && { pattern })}
          {...(least !== undefined && { least })}
          onChange={setLine}
        />
        <DialogButtons name={button} />
      </form>
    </Modal>
  );
}
