import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createSandbox } from './sandbox.js';

const { HTTP_PORT = '0', SLACK_BOT_TOKEN = '', PAGERDUTY_ROUTING_KEY = '' } = process.env;
const handle = createSandbox({ slackToken: SLACK_BOT_TOKEN, pagerDutyKey: PAGERDUTY_ROUTING_KEY });
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
