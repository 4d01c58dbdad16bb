/** The largest batch; it is full when either is reached. */
export interface BatchLimits {
  readonly count: number;
  readonly bytes: number;
}

/** The records of `source` in batches, in order; never an empty one. */
export async function* batches<Item extends { readonly bytes: { readonly length: number } }>(
  source: AsyncIterable<Item>,
  limits: BatchLimits,
): AsyncGenerator<readonly Item[]> {
  let batch: Item[] = [];
  let size = 0;
  for await (const item of source) {
    batch.push(item);
    size += item.bytes.length;
    if (batch.length < limits.count && size < limits.bytes) continue;
    yield batch;
    batch = [];
    size = 0;
  }
  if (batch.length > 0) yield batch;
}
