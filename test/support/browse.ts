/** As much of a browser as a login takes: cookies by origin, redirects, forms. */
export class Browser {
  readonly #jars = new Map<string, Map<string, string>>();

  /** The cookies that it would send to an origin. */
  cookies(url: string): ReadonlyMap<string, string> {
    return this.#jar(url);
  }

  /** Every `Set-Cookie` since the start, with its flags. */
  readonly setCookies: string[] = [];

  /** The answer at the end of the redirects; `stopAt` ends them before a URL that begins so. */
  async go(url: string, init: RequestInit = {}, stopAt = 'never'): Promise<Response> {
    const answer = await fetch(url, {
      ...init,
      redirect: 'manual',
      headers: {
        ...init.headers,
        cookie: [...this.#jar(url)].map(([name, value]) => `${name}=${value}`).join('; '),
      },
    });
    for (const cookie of answer.headers.getSetCookie()) this.#keep(url, cookie);
    const location = answer.headers.get('location');
    if (location === null || ![301, 302, 303].includes(answer.status)) return answer;
    const next = new URL(location, url).href;
    return next.startsWith(stopAt) ? answer : this.go(next, {}, stopAt);
  }

  /** Sends the form of a page, with these fields besides its own. */
  async submit(page: Response, fields: Readonly<Record<string, string>>, stopAt?: string): Promise<Response> {
    const html = await page.text();
    const action = /<form[^>]* action="([^"]+)"/.exec(html)?.[1];
    if (action === undefined) throw new Error(`no form in ${html.slice(0, 500)}`);
    const hidden = [...html.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)];
    const own = hidden.map(([, name, value]) => [name!, value!] as const);
    const body = new URLSearchParams({ ...Object.fromEntries(own), ...fields });
    return this.go(new URL(action, page.url).href, { method: 'POST', body }, stopAt);
  }

  #keep(url: string, cookie: string): void {
    this.setCookies.push(cookie);
    const [, name, value] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
    if (name === undefined || value === undefined) return;
    const isGone = value === '' || /expires=Thu, 01 Jan 1970/i.test(cookie);
    if (isGone) this.#jar(url).delete(name);
    else this.#jar(url).set(name, value);
  }

  #jar(url: string): Map<string, string> {
    const { origin } = new URL(url);
    const jar = this.#jars.get(origin) ?? new Map<string, string>();
    this.#jars.set(origin, jar);
    return jar;
  }
}
