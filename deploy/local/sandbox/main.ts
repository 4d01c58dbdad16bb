import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createSandbox } from './sandbox.js';

const {
  HTTP_PORT = '0',
  SLACK_BOT_TOKEN: slackToken = '',
  PAGERDUTY_ROUTING_KEY: pagerDutyKeys = '',
  WATCHDOG_SECRET: watchdogSecret = '',
} = process.env;
const handle = createSandbox({ slackToken, pagerDutyKeys: pagerDutyKeys.split(','), watchdogSecret });
const server = createServer((request, response) => void handle(request, response));
server.listen(Number(HTTP_PORT), '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo;
  process.stdout.write(`${JSON.stringify({ msg: 'listening', port })}\n`);
});
for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.once(signal, () => {
    server.closeAllConnections();
    server.close(() => process.exit(0));
  });
}
