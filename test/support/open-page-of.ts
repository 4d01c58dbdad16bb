import { randomUUID } from 'node:crypto';
import type { Database } from '#database';
import type { Browser, Page } from 'playwright-core';
import { openSession } from './open-session.js';

/** A person by name, or who came by a link. */
export interface Somebody {
  readonly name?: string;
  readonly role?: string;
  readonly tenant?: string;
}

/** A page of somebody else than the test's own, with a session of their own. */
export async function openPageOf(
  browser: Browser,
  database: Database,
  { login, url }: { readonly login: Somebody; readonly url: string },
): Promise<Page> {
  const personId = login.name === undefined ? undefined : randomUUID();
  if (personId !== undefined) {
    await database.rows(
      `INSERT INTO people (person_id, issuer, subject, name, role) VALUES ($1, 'https://idp.example', $2, $2, $3)`,
      [personId, login.name, login.role],
    );
  }
  const { cookie } = await openSession(database, {
    ...(personId === undefined ? login : { personId }),
    origin: url,
  });
  const [name = '', value = ''] = cookie.split('=');
  const context = await browser.newContext();
  await context.addCookies([{ name, value, url }]);
  return context.newPage();
}
