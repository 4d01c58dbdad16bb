import { useState } from 'react';

/** Copies an address that leads anybody who may look to this incident, whatever list they have open. */
export function ShareLink({ number }: { readonly number: number }) {
  const [isCopied, setIsCopied] = useState(false);
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(`${globalThis.location.origin}/incidents/INC-${number}`);
    setIsCopied(true);
  };
  return (
    <button type="button" className="button" onClick={() => void copy()}>
      <span role="status">{isCopied ? 'Copied' : 'Copy link'}</span>
    </button>
  );
}
