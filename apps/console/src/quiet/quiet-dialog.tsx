import { useState } from 'react';
import { Link } from 'react-router';
import { formatSecond } from '../format/format-time.js';
import { Modal } from '../layout/modal.js';
import { useSession } from '../session/use-session.js';
import type { QuietTarget } from './quiet-target.js';
import { SilenceForm } from './silence-form.js';
import { SuppressionForm } from './suppression-form.js';

interface QuietDialogProps {
  /** What is kept quiet, in words. */
  readonly what: string;
  /** Undefined: they are of several tenants, and what keeps quiet is of one. */
  readonly target: QuietTarget | undefined;
  readonly onClose: () => void;
}

/** Keeps what is like some incidents quiet: hides their findings, or only keeps messages still for a time. */
export function QuietDialog({ what, target, onClose }: QuietDialogProps) {
  const [done, setDone] = useState<Done | undefined>(undefined);
  return (
    <Modal title={`Keep quiet what is like ${what}`} onClose={onClose}>
      {done !== undefined ? (
        <DoneNote done={done} onClose={onClose} />
      ) : target === undefined ? (
        <p>These are of several tenants. Choose incidents of one.</p>
      ) : (
        <Ways target={target} onDone={setDone} />
      )}
    </Modal>
  );
}

interface Done {
  readonly text: string;
  readonly tab: 'silences' | 'suppressions';
}

type Way = 'suppress' | 'silence';

interface WaysProps {
  readonly target: QuietTarget;
  readonly onDone: (done: Done) => void;
}

function Ways({ target, onDone }: WaysProps) {
  const { may } = useSession();
  const maySuppress = may({ permission: 'suppressions.write' });
  const [wanted, setWanted] = useState<Way | undefined>(undefined);
  const way: Way = wanted ?? (maySuppress ? 'suppress' : 'silence');
  return (
    <>
      <WayField way={way} maySuppress={maySuppress} onChange={setWanted} />
      {way === 'suppress' ? (
        <SuppressionForm
          target={target}
          onDone={({ state, expiresAt }) =>
            onDone({
              tab: 'suppressions',
              text:
                state === 'proposed'
                  ? 'Proposed. It hides nothing until a second person agrees.'
                  : `Suppressed until ${formatSecond(expiresAt)} UTC.`,
            })
          }
        />
      ) : (
        <SilenceForm
          target={target}
          onDone={({ endsAt }) =>
            onDone({ tab: 'silences', text: `Silenced until ${formatSecond(endsAt)} UTC.` })
          }
        />
      )}
    </>
  );
}

interface WayFieldProps {
  readonly way: Way;
  readonly maySuppress: boolean;
  readonly onChange: (way: Way) => void;
}

function WayField({ way, maySuppress, onChange }: WayFieldProps) {
  return (
    <fieldset className="choices">
      <legend>How</legend>
      <label>
        <input
          type="radio"
          name="way"
          checked={way === 'suppress'}
          disabled={!maySuppress}
          onChange={() => onChange('suppress')}
        />{' '}
        Suppress: such findings make no incident {!maySuppress && <small>(takes the role of a lead)</small>}
      </label>
      <label>
        <input type="radio" name="way" checked={way === 'silence'} onChange={() => onChange('silence')} />{' '}
        Silence: incidents go on, messages wait until it ends
      </label>
    </fieldset>
  );
}

function DoneNote({ done, onClose }: { readonly done: Done; readonly onClose: () => void }) {
  return (
    <>
      <p role="status">
        {done.text} It stands under <Link to={`/settings/${done.tab}`}>Settings, {done.tab}</Link>, and can be
        ended there.
      </p>
      <button type="button" className="button primary" onClick={onClose} autoFocus>
        Close
      </button>
    </>
  );
}
