import type { LabelledResponse, TrainingText } from '#detection';
import type { CorpusRow } from './read-corpus.js';

/** Answers to ordinary requests, beside those that are labelled: refusal sets hold few of them. */
const ordinaryAnswersOfSource = 600;

/** A row as the heads' training takes it. */
function trainingTextOf({ text, category, label, source, where, file }: CorpusRow): TrainingText {
  const side = where === 'retrieved' || where === 'tool' ? 'data' : 'user';
  return { text, category, isAttack: label === 'attack', source, side, collection: file };
}

/** The texts of rows to train on, and their answers as documents: long ordinary texts that nobody typed as a prompt. */
export function trainingTextsOf(rows: readonly CorpusRow[]): readonly TrainingText[] {
  const documents = rows.flatMap(({ response, response_label, label, source, file }) =>
    label === 'benign' && response_label === undefined && response !== undefined && response.length > 200
      ? [
          {
            text: response,
            category: 'benign',
            isAttack: false,
            source,
            side: 'data' as const,
            collection: file,
          },
        ]
      : [],
  );
  // One turn of an attack that needs several has no technique in it.
  const alone = rows.filter(({ label, turns }) => label === 'benign' || turns === undefined);
  return [...alone.map(trainingTextOf), ...documents.filter((_, index) => index % 4 === 0)];
}

/** The responses of rows whose label says whether they refuse, and answers to ordinary requests as answers. */
export function labelledResponsesOf(rows: readonly CorpusRow[]): readonly LabelledResponse[] {
  const ordinary = new Map<string, number>();
  return rows.flatMap(({ response, response_label, label, source }) => {
    if (response === undefined || response.trim() === '') return [];
    if (response_label !== undefined) return [{ response, source, refused: response_label === 'refused' }];
    const count = (ordinary.get(source) ?? 0) + 1;
    ordinary.set(source, count);
    return label === 'benign' && count <= ordinaryAnswersOfSource
      ? [{ response, source, refused: false }]
      : [];
  });
}
