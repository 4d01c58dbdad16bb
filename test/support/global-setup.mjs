// Jest gives this file no path mapping, so it takes the built code; `npm test` builds before it runs Jest.
import { startTestServers } from '../../dist/test/support/test-servers.js';

/** Starts what the tiers behind the unit tests share, and hands its addresses to the tests by environment. */
export default async function setUp() {
  // The browser tier has a set-up of its own that calls this one; a run over all tiers calls both.
  if (globalThis.tunewardenTestServers !== undefined) return;
  const servers = await startTestServers(process.env);
  Object.assign(process.env, servers.env);
  globalThis.tunewardenTestServers = servers;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.once(signal, () => {
      servers.abandon();
      process.exit(1);
    });
  }
}
