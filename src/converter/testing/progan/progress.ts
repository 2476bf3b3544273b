/** The progress of a progressively grown network, as its graph computes it: 0 at 4 px, one more for each block. */
import { attr, type GraphWriter } from '../write/graph.ts';

export interface ProgressOptions {
  /**
   * 'tf1.7': `Add`, int64 shape constants, flatten through Shape, StridedSlice and Pack. 'tf2': as TensorFlow 2 writes
   * the same code.
   */
  readonly era?: 'tf1.7' | 'tf2';
  /** The source of the growth's progress, which is complete in any case. */
  readonly progress?: 'constant' | 'placeholder_with_default' | 'global_step';
}

/** Writes the value of a variable into the graph. @returns the node that reads it. */
export type ReadVariable = (name: string, shape: readonly number[], dtype: 'float32' | 'int64') => string;

/** An int64 variable, when progress is 'global_step'. */
export const globalStep = 'global_step';

const float = { T: attr.type('float32') };

/** Adds the progress. @returns its node, whose value is `last`. */
export function writeProgress(
  graph: GraphWriter,
  last: number,
  { era, progress = 'constant' }: ProgressOptions,
  read: ReadVariable,
): string {
  switch (progress) {
    case 'constant':
      return graph.floats('Const', last);
    case 'placeholder_with_default':
      return graph.add('PlaceholderWithDefault', 'progress', [graph.floats('progress/input', last)], {
        dtype: attr.type('float32'),
        shape: attr.shape([]),
      });
    case 'global_step':
      return progressOfStep(graph, last, era === 'tf1.7' ? 'Add' : 'AddV2', read(globalStep, [], 'int64'));
  }
}

/**
 * Follows the public code's `compute_progress`, with 8 images per step, and 1000 to stabilise and 600 to fade at each
 * resolution.
 */
function progressOfStep(graph: GraphWriter, last: number, plus: string, step: string): string {
  const [stable, fade] = [1000, 600];
  const long = { T: attr.type('int64') };
  const whole = (name: string, value: number) => graph.ints(name, [value], 'int64', []);
  const cast = (name: string, x: string) =>
    graph.add('Cast', name, [x], { SrcT: attr.type('int64'), DstT: attr.type('float32') });
  const images = graph.add('Mul', 'mul', [step, whole('mul/y', 8)], long);
  const most = whole('Minimum/y', stable + last * (stable + fade) - 1);
  const capped = graph.add('Minimum', 'Minimum', [images, most], long);
  const stage = whole('floordiv/y', stable + fade);
  const integer = graph.add('FloorDiv', 'floordiv', [capped, stage], long);
  const rest = graph.add('FloorMod', 'FloorMod', [capped, stage], long);
  const into = graph.add('Sub', 'sub', [rest, whole('sub/y', stable)], long);
  const share = graph.add(
    'RealDiv',
    'truediv',
    [cast('ToFloat', into), graph.floats('truediv/y', fade)],
    float,
  );
  const fraction = graph.add('Maximum', 'Maximum', [graph.floats('Maximum/x', 0), share], float);
  return graph.add(plus, 'add', [cast('ToFloat_1', integer), fraction], float);
}
