import { type Browser, type BrowserContext, type Page, chromium } from 'playwright-core';
import { chromiumPath } from './chromium.js';
import { cleanUp } from './clean-up.js';

const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** A page of a browser, and what must not happen in it. */
export interface ConsolePage {
  readonly browser: Browser;
  readonly context: BrowserContext;
  readonly page: Page;
  /** What must stay empty: dialogs, errors of the page or its policy, and requests to anybody else. */
  readonly alarms: string[];
}

/** A browser with one page, closed when the test file is done. */
export async function openBrowserPage(apiUrl: string): Promise<ConsolePage> {
  const browser = await chromium.launch({ executablePath: chromiumPath(), args: flags });
  cleanUp(() => browser.close());
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  const alarms: string[] = [];
  watch(page, apiUrl, alarms);
  return { browser, context, page, alarms };
}

/** The same, with somebody logged in by a link. */
export async function openConsole(api: {
  readonly url: string;
  readonly token: string;
}): Promise<ConsolePage> {
  const opened = await openBrowserPage(api.url);
  await opened.page.goto(await loginLink(api));
  await opened.page.waitForURL('**/incidents');
  return opened;
}

/** A link that logs a browser in, once. */
export async function loginLink(api: { readonly url: string; readonly token: string }): Promise<string> {
  const headers = { authorization: `Bearer ${api.token}` };
  const response = await fetch(`${api.url}/v1/login-links`, { method: 'POST', headers });
  if (response.status !== 201) throw new Error(`login links answered ${response.status}`);
  return ((await response.json()) as { url: string }).url;
}

/** Notes everything that log text could have brought about. */
function watch(page: Page, origin: string, alarms: string[]): void {
  page.on('dialog', (dialog) => {
    alarms.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('pageerror', (error) => alarms.push(`error: ${error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error') alarms.push(`console: ${message.text()}`);
  });
  page.on('request', (request) => {
    if (!request.url().startsWith(`${origin}/`)) alarms.push(`request: ${request.url()}`);
  });
}
