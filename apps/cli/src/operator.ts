import { userInfo } from 'node:os';
import { Option } from 'commander';

/** `--by <name>`: who is answerable, for the audit log; the user of this machine unless given. */
export function operatorOption(): Option {
  return new Option('--by <name>', 'who does it, for the audit log').default(userName(), 'your user name');
}

/** A container may run under a number that no user of the machine has. */
function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return `user ${process.getuid?.() ?? 'unknown'}`;
  }
}
