import { type ReactNode, useId, useState } from 'react';

type Tab = readonly [name: string, title: string, content: () => ReactNode];

/** One of several contents at a time. Arrow keys move between the tabs, as in every list of tabs. */
export function Tabs({ label, tabs }: { readonly label: string; readonly tabs: readonly Tab[] }) {
  const id = useId();
  const [current, setCurrent] = useState(tabs[0]?.[0]);
  const at = tabs.findIndex(([name]) => name === current);
  const go = (step: number): void => {
    const next = tabs[(at + step + tabs.length) % tabs.length]?.[0];
    setCurrent(next);
    document.getElementById(`${id}-${next ?? ''}`)?.focus();
  };
  return (
    <>
      <div className="tabs" role="tablist" aria-label={label}>
        {tabs.map(([name, title]) => (
          <button
            key={name}
            id={`${id}-${name}`}
            type="button"
            role="tab"
            aria-selected={name === current}
            aria-controls={`${id}-panel`}
            tabIndex={name === current ? 0 : -1}
            onClick={() => setCurrent(name)}
            onKeyDown={({ key }) => {
              if (key === 'ArrowRight') go(1);
              if (key === 'ArrowLeft') go(-1);
            }}
          >
            {title}
          </button>
        ))}
      </div>
      <div id={`${id}-panel`} role="tabpanel" aria-labelledby={`${id}-${current ?? ''}`}>
        {tabs[at]?.[2]()}
      </div>
    </>
  );
}
