import type { ClassInput } from '../../bundle/schema/manifest.ts';
import type { Feed } from './runner.ts';

/** Returns the feed of a graph's class input for pictures of the given classes, numbered from 0. */
export function classFeed(
  { input, kind, dtype, shape, count }: ClassInput,
  numbers: readonly number[],
): Feed {
  const size = kind === 'index' ? 1 : count;
  const data =
    dtype === 'int32' ? new Int32Array(numbers.length * size) : new Float32Array(numbers.length * size);
  numbers.forEach((number, i) => {
    if (kind === 'index') data[i] = number;
    else data[i * size + number] = 1;
  });
  return { node: input, dtype, shape: [numbers.length, ...shape], data };
}
