import { AppError } from '#kernel';
import { type JsonLine, readJsonLines, tellBadLine } from '../read-json-lines.js';
import {
  type DriftInput,
  type DriftRow,
  type RowReader,
  driftInput,
  driftRowSchema,
  isFeatureRow,
} from './drift-row.js';

/** The kinds of features are inferred from so many rows. */
const rowsToInfer = 2_000;
/** Bad lines that are told one by one; a file of another format would else tell all of its lines. */
const badLinesToTell = 10;

interface ReadDriftOptions {
  readonly strict?: boolean;
  readonly sort?: boolean;
}

/** The rows of a file as the detector takes them. */
export class DriftRows {
  used = 0;
  skipped = 0;

  constructor(
    private readonly file: string,
    private readonly options: ReadDriftOptions,
    private readonly reader: RowReader,
  ) {}

  /** Every row that can be read. Throws an AppError where there is none at all. */
  async *read(): AsyncGenerator<DriftInput> {
    const rows = this.#withKinds();
    if (this.options.sort !== true) yield* rows;
    else {
      const all: DriftInput[] = [];
      for await (const row of rows) all.push(row);
      yield* all.sort((a, b) => a.event.atMs - b.event.atMs);
    }
    if (this.used > 0) return;
    const why =
      this.skipped === 0 ? 'is empty' : `has no row that can be read: all ${this.skipped} lines were skipped`;
    throw new AppError('cli.no-rows', `${this.file} ${why}`, false);
  }

  /** What a reader of the alarms has to know of the input. */
  warnings(): string[] {
    const texts = this.reader.kinds.texts();
    return [
      ...(this.skipped > badLinesToTell ? [`${this.skipped} lines skipped, ${this.used} rows read`] : []),
      ...(texts.length > 0
        ? [`not watched, texts or ids: ${texts.map((name) => JSON.stringify(name)).join(', ')}`]
        : []),
    ];
  }

  /** Rows are given once the first ones have told the kinds of their features. */
  async *#withKinds(): AsyncGenerator<DriftInput> {
    const { kinds } = this.reader;
    let first: JsonLine<DriftRow>[] | undefined = [];
    for await (const line of this.#lines()) {
      if (first === undefined) {
        yield this.#input(line);
        continue;
      }
      if (isFeatureRow(line.value)) kinds.learn(line.value.features);
      first.push(line);
      if (first.length < rowsToInfer) continue;
      for (const one of first) yield this.#input(one);
      first = undefined;
    }
    for (const one of first ?? []) yield this.#input(one);
  }

  #input({ value, lineNumber }: JsonLine<DriftRow>): DriftInput {
    this.used += 1;
    return driftInput(value, lineNumber, this.reader);
  }

  #lines(): AsyncGenerator<JsonLine<DriftRow>> {
    const onBadLine = (lineNumber: number, problem: string): void => {
      this.skipped += 1;
      if (this.skipped <= badLinesToTell) tellBadLine(lineNumber, problem);
    };
    const { strict = false } = this.options;
    return readJsonLines(this.file, { schema: driftRowSchema, strict, onBadLine, allowNaN: true });
  }
}
