interface DialogButtonsProps {
  readonly name: string;
  readonly isReady?: boolean;
  readonly hint?: string;
}

/** What a form in a dialog is sent by, and how it is left. */
export function DialogButtons({ name, isReady = true, hint }: DialogButtonsProps) {
  return (
    <div className="line">
      <button type="submit" className="button primary" disabled={!isReady}>
        {name}
      </button>
      <button
        type="button"
        className="button"
        onClick={({ currentTarget }) => currentTarget.closest('dialog')?.close()}
      >
        Cancel
      </button>
      {hint !== undefined && <small>{hint}</small>}
    </div>
  );
}
