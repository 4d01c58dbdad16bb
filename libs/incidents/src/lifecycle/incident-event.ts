import type { Finding, IncidentState, Severity, VerdictOfPerson } from '#contracts';

/** Another incident, by its id and as people call it. */
export interface IncidentRef {
  readonly incidentId: string;
  readonly number: string;
}

/** What can happen to an incident. `who` is a person, or `tunewarden`. */
export type IncidentEvent =
  | { readonly kind: 'finding'; readonly finding: Finding }
  | { readonly kind: 'acknowledge'; readonly who: string }
  | { readonly kind: 'unacknowledge'; readonly who: string }
  | { readonly kind: 'assign'; readonly who: string; readonly assignee: string | null }
  | { readonly kind: 'lower-severity'; readonly who: string; readonly severity: Severity }
  | {
      readonly kind: 'resolve';
      readonly who: string;
      readonly verdict: VerdictOfPerson | null;
      readonly note: string;
    }
  /** What caused it is over, by the analyzer's word. */
  | { readonly kind: 'recover'; readonly why: string }
  | { readonly kind: 'reopen'; readonly who: string }
  | {
      readonly kind: 'change-verdict';
      readonly who: string;
      readonly verdict: VerdictOfPerson;
      readonly note: string;
    }
  | {
      readonly kind: 'merge';
      readonly who: string;
      readonly into: IncidentRef;
      readonly because?: string;
    }
  | { readonly kind: 'unmerge'; readonly who: string }
  /** The other side of a merge: incident `number`, which stands as `part`, becomes a part of this one. */
  | {
      readonly kind: 'absorb';
      readonly who: string;
      /** What a person need not say, and Tunewarden must. */
      readonly because?: string;
      readonly number: string;
      readonly part: IncidentState;
    }
  | {
      readonly kind: 'release';
      readonly who: string;
      readonly number: string;
      readonly part: IncidentState;
    }
  | { readonly kind: 'note'; readonly who: string; readonly note: string };
export type IncidentEventKind = IncidentEvent['kind'];
