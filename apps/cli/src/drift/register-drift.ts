import { type Severity, severities } from '#contracts';
import {
  type DriftAlarm,
  type DriftSettings,
  type FeatureTraitsByName,
  baselineLabel,
  defaultDriftSettings,
  versionAlpha,
  whatCanBeSeen,
} from '#drift';
import { featureTraits } from '#features';
import { type Command, Option } from 'commander';
import { startProgress } from '../progress.js';
import { type JsonLine, readJsonLines } from '../read-json-lines.js';
import { loadDetector } from '../rules/load-detector.js';
import { exitCodes } from '../run-program.js';
import { openJsonLines } from '../write-json-lines.js';
import {
  type DriftInput,
  type DriftRow,
  type RowReader,
  driftInput,
  driftRowSchema,
  isFeatureRow,
} from './drift-row.js';
import { KindInference } from './infer-kinds.js';
import { parseDuration } from './parse-duration.js';
import { WatchedModel } from './watched-model.js';

interface DriftOptions {
  readonly baseline: number;
  readonly failOn?: Severity;
  readonly strict?: boolean;
}

const usualEdgesShare = defaultDriftSettings.edgesMs / defaultDriftSettings.baselineMs;

/** The kinds of features are inferred from so many rows. */
const rowsToInfer = 2_000;

/** Adds `drift <file>` to the command line. */
export function registerDrift(program: Command): void {
  program
    .command('drift')
    .description(
      'Watch a file, in the order of its time, for drift: a JSON line an alarm, and a last one that sums up.',
    )
    .argument(
      '<file>',
      'native interactions or rows {at, model, version?, session?, features: {name: number|boolean|string}}, JSON Lines; "-" is stdin, .gz is unpacked',
    )
    .option(
      '--baseline <duration>',
      'how long each model is learnt first (14d, 36h …)',
      parseDuration,
      defaultDriftSettings.baselineMs,
    )
    .addOption(
      new Option('--fail-on <severity>', 'exit with 1 at an alarm this severe or more').choices(severities),
    )
    .option('--strict', 'stop at the first bad line')
    .action(drift);
}

async function drift(file: string, { baseline, failOn, strict = false }: DriftOptions): Promise<void> {
  const settings = {
    ...defaultDriftSettings,
    baselineMs: baseline,
    provisionalMs: baseline,
    edgesMs: baseline * usualEdgesShare,
  };
  const watch = new DriftWatch(settings, featureTraits);
  const reader = { detector: await loadDetector(), kinds: new KindInference() };
  const output = openJsonLines();
  const progress = startProgress('rows');
  let alarms = 0;
  const tell = async (found: readonly AlarmLine[]): Promise<void> => {
    for (const line of found) {
      alarms += 1;
      if (failOn !== undefined && isAtLeast(line.severity, failOn)) process.exitCode = exitCodes.found;
      await output.write(line);
    }
  };
  for await (const row of readRows(file, strict, reader)) {
    const found = watch.add(row);
    if (found.length > 0) await tell(found);
    progress.advance();
  }
  await tell(watch.end());
  progress.end();
  await output.write({ summary: { alarms, models: watch.summary() } });
}

/** The rows of a file, once its first ones have told the kinds of their features. */
async function* readRows(file: string, strict: boolean, reader: RowReader): AsyncGenerator<DriftInput> {
  let first: JsonLine<DriftRow>[] | undefined = [];
  for await (const line of readJsonLines(file, { schema: driftRowSchema, strict })) {
    if (first === undefined) {
      yield driftInput(line.value, line.lineNumber, reader);
      continue;
    }
    if (isFeatureRow(line.value)) reader.kinds.learn(line.value.features);
    first.push(line);
    if (first.length < rowsToInfer) continue;
    yield* first.map(({ value, lineNumber }) => driftInput(value, lineNumber, reader));
    first = undefined;
  }
  if (first !== undefined) yield* first.map((line) => driftInput(line.value, line.lineNumber, reader));
}

type AlarmLine = ReturnType<typeof alarmLine>;

/** The detectors of all models of a file. */
class DriftWatch {
  readonly #models = new Map<
    string,
    { readonly model: string; readonly version: string; readonly watched: WatchedModel }
  >();

  constructor(
    private readonly settings: DriftSettings,
    private readonly traits: FeatureTraitsByName,
  ) {}

  add({ model, version, sessionKey, event }: DriftInput): AlarmLine[] {
    const name = JSON.stringify([model, version]);
    const known = this.#models.get(name) ?? this.#begin(model, version);
    this.#models.set(name, known);
    return known.watched.add(sessionKey, event).map((alarm) => alarmLine(alarm, model, version));
  }

  /** The latest version whose baseline is settled comes before one that is new. */
  #begin(model: string, version: string) {
    const [before] = [...this.#models.values()]
      .filter((other) => other.model === model && other.watched.state.settledAtMs !== null)
      .sort((a, b) => (b.watched.state.startMs ?? 0) - (a.watched.state.startMs ?? 0));
    const succession = before && { version, predecessor: before.version, watched: before.watched };
    return { model, version, watched: new WatchedModel(this.settings, this.traits, succession) };
  }

  end(): AlarmLine[] {
    const last = [...this.#models.values()].flatMap(({ model, version, watched }) =>
      watched.end().map((alarm) => alarmLine(alarm, model, version)),
    );
    return last.sort((a, b) => (a.at < b.at ? -1 : 1));
  }

  summary() {
    return [...this.#models.values()].map(({ model, version, watched: { state, events } }) => ({
      model,
      version,
      events,
      sessions: state.units,
      phase: state.phase,
      tests: state.tests.length,
      baseline: baselineLabel(state),
      seen: whatCanBeSeen(state).map(({ feature, score, direction, ...seen }) => ({
        feature,
        score,
        direction,
        baseline: seen.baseline,
        smallest: seen.smallest,
        doubling_sessions: seen.doublingSessions,
      })),
    }));
  }
}

function alarmLine(alarm: DriftAlarm, model: string, version: string) {
  return {
    at: new Date(alarm.atMs).toISOString(),
    model,
    version,
    feature: alarm.feature,
    direction: alarm.direction,
    kind: alarm.kind,
    change_at: new Date(alarm.changeAtMs).toISOString(),
    baseline: alarm.baseline,
    current: alarm.current,
    effect_low: alarm.effectLow,
    severity: alarm.severity,
    ...(alarm.against && { against_version: alarm.against.predecessor }),
    guarantee:
      alarm.against === undefined ? { arl_minutes: alarm.arlMinutes } : { version_alpha: versionAlpha },
    explanation: alarm.explanation,
  };
}

function isAtLeast(severity: Severity, floor: Severity): boolean {
  return severities.indexOf(severity) >= severities.indexOf(floor);
}
