import { Link } from 'react-router';
import type { SummaryItem } from '../api/client.js';
import { LogText } from '../evidence/log-text.js';
import { formatSecond } from '../format/format-time.js';

interface SummaryListProps {
  readonly items: readonly SummaryItem[];
  readonly shown: { readonly week: string; readonly tenant: string };
}

/** The week that goes on, then the kept ones, the newest first. */
export function SummaryList({ items, shown }: SummaryListProps) {
  const tenants = new Set(items.map(({ tenant }) => tenant));
  return (
    <ul className="weeks">
      <SummaryRow
        week="current"
        tenant={shown.tenant}
        title="This week so far"
        text="A preview of what is there now; it is kept when the week is over."
        isShown={shown.week === 'current'}
      />
      {items.map((item) => (
        <SummaryRow
          key={`${item.id}/${item.tenant}`}
          week={item.id}
          tenant={item.tenant}
          title={tenants.size > 1 ? `${item.id} · ${item.tenant}` : item.id}
          text={`${item.headline} Made ${formatSecond(item.madeAt).slice(0, 16)} UTC.`}
          isShown={shown.week === item.id && shown.tenant === item.tenant}
        />
      ))}
    </ul>
  );
}

interface SummaryRowProps {
  readonly week: string;
  readonly tenant: string;
  readonly title: string;
  readonly text: string;
  readonly isShown: boolean;
}

function SummaryRow({ week, tenant, title, text, isShown }: SummaryRowProps) {
  return (
    <li className={isShown ? 'current' : undefined}>
      <Link
        to={`/summaries/${week}?tenant=${encodeURIComponent(tenant)}`}
        aria-current={isShown ? 'page' : undefined}
      >
        <span className="title">
          <LogText text={title} />
        </span>
        <span className="facts">{text}</span>
      </Link>
    </li>
  );
}
