/** What a route of the API answered. */
export interface ApiAnswer {
  /** As the API's description writes it, e.g. `/v1/incidents/{id}`. */
  readonly route: string;
  readonly status: number;
  readonly body: Buffer;
}

interface Described {
  readonly paths: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/**
 * The answers of every route that can be read, by the API's own description: lists first, then each detail for every
 * id that a list named. A route that is added later is asked too.
 */
export async function apiAnswers(apiUrl: string, token: string): Promise<readonly ApiAnswer[]> {
  const get = async (route: string, path: string): Promise<ApiAnswer> => {
    const response = await fetch(apiUrl + path, { headers: { authorization: `Bearer ${token}` } });
    return { route, status: response.status, body: await bodyOf(response) };
  };
  const description = await get('/openapi.json', '/openapi.json');
  const { paths } = JSON.parse(description.body.toString()) as Described;
  const readable = Object.keys(paths).filter((path) => 'get' in (paths[path] ?? {}));
  const answers: ApiAnswer[] = [description];
  for (const route of readable.filter((path) => !path.includes('{'))) answers.push(await get(route, route));
  for (const route of readable.filter((path) => path.includes('{'))) {
    const list = answers.find((answer) => answer.route === route.slice(0, route.indexOf('/{')));
    for (const id of idsIn(list))
      answers.push(await get(route, route.replaceAll(/\{[^}]+\}/g, encodeURIComponent(id))));
  }
  return answers;
}

/** The whole body; of a stream of events, which has no end, the first ones. */
async function bodyOf(response: Response): Promise<Buffer> {
  const isStream = response.headers.get('content-type')?.startsWith('text/event-stream') === true;
  if (!isStream) return Buffer.from(await response.arrayBuffer());
  const reader = response.body!.getReader();
  const { value } = await reader.read();
  await reader.cancel();
  return Buffer.from(value ?? []);
}

/** Every text under a key that is or ends in `id`. */
function idsIn(list: ApiAnswer | undefined): readonly string[] {
  const ids = new Set<string>();
  if (list?.status !== 200) return [];
  JSON.parse(list.body.toString(), (key, value: unknown) => {
    if (/(^i|I)d$/.test(key) && typeof value === 'string') ids.add(value);
    return value;
  });
  return [...ids];
}
