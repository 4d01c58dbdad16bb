import { type VerdictOfPerson, verdictOfPersonSchema } from '#contracts';
import type { IncidentView } from '../../incident-view.store.js';
import { plain } from './slack-text.js';

const verdictNames: Readonly<Record<VerdictOfPerson, string>> = {
  'true-positive-impact': 'True positive, with impact',
  'true-positive-blocked': 'True positive, blocked',
  'benign-positive': 'Benign: a test or a red team',
  'false-positive': 'False positive',
  duplicate: 'Duplicate',
  unknown: 'Unknown',
};

/** The row of buttons under a message: what may be done where the incident stands. The API takes the clicks. */
export function renderActions(
  incident: IncidentView,
  { consoleUrl, buttons }: { readonly consoleUrl: string; readonly buttons: boolean },
) {
  const { incidentId, status } = incident;
  const url = `${consoleUrl}/incidents/${incidentId}`;
  const open = { type: 'button', action_id: 'open', text: plain('Open in Tunewarden', 75), url };
  const button = (action: string, text: string) => ({
    type: 'button',
    action_id: action,
    text: plain(text, 75),
    value: incidentId,
  });
  const close = {
    type: 'static_select',
    action_id: 'close',
    placeholder: plain('Close as …', 150),
    options: verdictOfPersonSchema.options.map((verdict) => ({
      text: plain(verdictNames[verdict], 75),
      value: `${incidentId} ${verdict}`,
    })),
  };
  const acting = [
    ...(status === 'open' ? [button('acknowledge', 'Acknowledge')] : []),
    ...(status === 'resolved' ? [button('reopen', 'Reopen')] : [close]),
    ...(status === 'resolved' ? [] : [button('silence-1h', 'Silence 1 h')]),
  ];
  return { type: 'actions', elements: buttons ? [...acting, open] : [open] };
}
