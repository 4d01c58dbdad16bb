import { userInfo } from 'node:os';
import { Option } from 'commander';

/** `--by <name>`: who is answerable, for the audit log; the user of this machine unless given. */
export function operatorOption(): Option {
  return new Option('--by <name>', 'who does it, for the audit log').default(
    userInfo().username,
    'your user name',
  );
}
