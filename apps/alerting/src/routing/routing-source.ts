/** Where a routing comes from: a file, the environment's single channel and key, or the API. */
export interface RoutingSource {
  readonly kind: 'file' | 'environment' | 'api';
  /** Of one that came through the API. */
  readonly revision: string | null;
  readonly text: string;
}
