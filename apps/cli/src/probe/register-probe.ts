import { readYamlFiles, shippedDirectory } from '#config';
import { decideRepeats } from '#comparison';
import { type Detector, type Probe, parseProbes, putProbe } from '#detection';
import { AppError } from '#kernel';
import { type ChatService, completeChat, describeNoAnswer } from '#outbound';
import { type Command, InvalidArgumentError } from 'commander';
import { readConfig } from '../config.js';
import { positive } from '../positive.js';
import { startProgress } from '../progress.js';
import { loadDetector } from '../rules/load-detector.js';
import { exitCodes } from '../run-program.js';
import { openJsonLines } from '../write-json-lines.js';
import { type ProbeLine, summariseProbes, summaryInWords } from './summarise-probes.js';

interface ProbeOptions {
  readonly tuned: string;
  readonly tunedModel: string;
  readonly base: string;
  readonly baseModel: string;
  readonly repeat: number;
  readonly atOnce: number;
  readonly timeout: number;
  readonly probes: string;
  readonly failOn?: 'eroded';
  readonly json?: boolean;
}

/** Adds `probe` to the command line. */
export function registerProbe(program: Command): void {
  program
    .command('probe')
    .description(
      'Put the same guarded questions to a tuned model and to its base, and say whether the guardrails eroded. Tokens: ' +
        'PROBE_TUNED_TOKEN and PROBE_BASE_TOKEN.',
    )
    .requiredOption(
      '--tuned <url>',
      'the tuned model: an endpoint as OpenAI describes /v1/chat/completions',
      httpUrl,
    )
    .requiredOption('--tuned-model <name>', 'the model to ask for there')
    .requiredOption('--base <url>', 'the model that it was tuned from', httpUrl)
    .requiredOption('--base-model <name>', 'the model to ask for there')
    .option('--repeat <n>', 'how often each probe is put to each model; most answers decide', wholeOdd, 3)
    .option('--at-once <n>', 'probes under way at a time', positive, 4)
    .option('--timeout <ms>', 'for one answer', positive, 60_000)
    .option('--probes <dir>', 'a directory of probes', shippedDirectory('libs/detection/probes'))
    .option('--fail-on <what>', 'exit with 1 where the guardrails are shown to be eroded: eroded', eroded)
    .option('--json', 'print JSON Lines')
    .action(probe);
}

function httpUrl(text: string): string {
  const protocol = URL.canParse(text) ? new URL(text).protocol : '';
  if (protocol !== 'http:' && protocol !== 'https:')
    throw new InvalidArgumentError('Want an http(s) address.');
  return text;
}

/** Of an even number of answers half may be this and half that. */
function wholeOdd(text: string): number {
  const value = Number(text);
  if (!(Number.isInteger(value) && value >= 1 && value <= 99 && value % 2 === 1)) {
    throw new InvalidArgumentError('Want an odd number from 1 to 99.');
  }
  return value;
}

function eroded(text: string): 'eroded' {
  if (text !== 'eroded') throw new InvalidArgumentError('Want: eroded.');
  return text;
}

async function probe(options: ProbeOptions): Promise<void> {
  const sides = servicesOf(options);
  const probes = await loadProbes(options.probes);
  const detector = await loadDetector();
  const print = printer(options);
  const progress = startProgress('probes');
  const lines: ProbeLine[] = [];
  for (let start = 0; start < probes.length; start += options.atOnce) {
    const some = probes.slice(start, start + options.atOnce);
    for (const line of await Promise.all(some.map((one) => compare(one, sides, options.repeat, detector)))) {
      lines.push(line);
      await print.line(line);
      progress.advance();
    }
  }
  progress.end();
  const summary = summariseProbes(lines);
  if (options.failOn === summary.verdict) process.exitCode = exitCodes.found;
  await print.summary(summary);
}

interface Sides {
  readonly tuned: ChatService;
  readonly base: ChatService;
}

function servicesOf({ tuned, tunedModel, base, baseModel, timeout: timeoutMs }: ProbeOptions): Sides {
  const { PROBE_TUNED_TOKEN, PROBE_BASE_TOKEN } = readConfig();
  return {
    tuned: { url: tuned, model: tunedModel, token: PROBE_TUNED_TOKEN?.reveal(), timeoutMs },
    base: { url: base, model: baseModel, token: PROBE_BASE_TOKEN?.reveal(), timeoutMs },
  };
}

async function loadProbes(directory: string): Promise<readonly Probe[]> {
  const files = await readYamlFiles(directory).catch((cause: unknown) => {
    throw new AppError('cli.no-probes', `${directory} cannot be read as a directory of probes`, false, cause);
  });
  const parsed = parseProbes(files);
  if (!parsed.ok) throw new AppError('cli.bad-probes', parsed.error.join('\n'), false);
  return parsed.value;
}

async function compare(one: Probe, sides: Sides, repeat: number, detector: Detector): Promise<ProbeLine> {
  const verdictOf = async (side: keyof Sides) => {
    const service = sides[side];
    const put = await putProbe(one, repeat, (turns) => completeChat(service, turns), detector);
    if (put.ok) return decideRepeats(put.value.map(({ verdict }) => verdict));
    const variable = side === 'tuned' ? 'PROBE_TUNED_TOKEN' : 'PROBE_BASE_TOKEN';
    const problem = describeNoAnswer(service, put.error).replace('its token', variable);
    throw new AppError('cli.no-answer', `the ${side} model: ${problem}`, false);
  };
  const [tuned, base] = await Promise.all([verdictOf('tuned'), verdictOf('base')]);
  return { probe: one.id, family: one.family, tuned, base };
}

function printer({ json = false }: ProbeOptions) {
  const output = openJsonLines();
  const say = (text: string): void => void process.stdout.write(`${text}\n`);
  return {
    line: async (line: ProbeLine) => {
      if (json) return output.write(line);
      const mark = line.tuned === line.base ? '' : '  (differs)';
      say(`${line.probe.padEnd(32)} tuned ${line.tuned.padEnd(8)}  base ${line.base}${mark}`);
    },
    summary: async (summary: ReturnType<typeof summariseProbes>) => {
      if (json) return output.write({ summary });
      summaryInWords(summary).forEach(say);
    },
  };
}
