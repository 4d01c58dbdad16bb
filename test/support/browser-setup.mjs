// Jest gives this file no path mapping, so it takes the built code; `npm test` builds before it runs Jest.
import { ensureChromium } from '../../dist/test/support/chromium.js';
import setUp from './global-setup.mjs';

/** What the browser tests need on top of the servers: a Chromium, installed where that is possible. */
export default async function setUpBrowser() {
  process.env.CHROMIUM_PATH = await ensureChromium();
  await setUp();
}
