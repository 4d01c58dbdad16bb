import { LineDialog } from '../layout/line-dialog.js';

interface HoldDialogProps {
  readonly number: number;
  readonly isHeld: boolean;
  readonly onDone: (reason: string) => void;
  readonly onCancel: () => void;
}

/** Asks why all that is stored of an incident is to be kept, or no longer. */
export function HoldDialog({ number, isHeld, onDone, onCancel }: HoldDialogProps) {
  return isHeld ? (
    <LineDialog
      title={`End the legal hold of INC-${number}`}
      label="Why; what it kept goes when its time is over"
      button="End the hold"
      least={3}
      onDone={onDone}
      onCancel={onCancel}
    />
  ) : (
    <LineDialog
      title={`Put INC-${number} under a legal hold`}
      label="Why; all that is stored of it stays until the hold is ended, whatever retention or an erasure says"
      button="Hold it"
      least={3}
      onDone={onDone}
      onCancel={onCancel}
    />
  );
}
