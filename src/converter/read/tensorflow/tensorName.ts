import type { Ref } from '../../graph/graph.ts';

/** Parses a tensor's name in a signature or an edge of a GraphDef: `node` or `node:2`. */
export function parseTensorName(name: string): Ref {
  const colon = name.lastIndexOf(':');
  if (colon < 0) return { node: name, output: 0 };
  return { node: name.slice(0, colon), output: Number(name.slice(colon + 1)) };
}

/** Names of outputs of the ops that have more than one, in order; the outputs of all other ops form a single list. */
const outputNames: Readonly<Record<string, readonly string[]>> = {
  FusedBatchNorm: ['y', 'batch_mean', 'batch_variance', 'reserve_space_1', 'reserve_space_2'],
  FusedBatchNormV2: ['y', 'batch_mean', 'batch_variance', 'reserve_space_1', 'reserve_space_2'],
  FusedBatchNormV3: [
    'y',
    'batch_mean',
    'batch_variance',
    'reserve_space_1',
    'reserve_space_2',
    'reserve_space_3',
  ],
  Switch: ['output_false', 'output_true'],
  Merge: ['output', 'value_index'],
  TopKV2: ['values', 'indices'],
};

/** A tensor in a function's body: `argument`, or `node:output name:index in that output`. */
export interface BodyTensor {
  readonly node: string;
  readonly outputName: string;
  readonly index: number;
}

export function parseBodyTensor(name: string): BodyTensor {
  const [node = '', outputName = '', index = '0'] = name.split(':');
  return { node, outputName, index: Number(index) };
}

/** Returns the index of a body's tensor among all outputs of a node of that op. */
export function outputIndex(op: string, { outputName, index }: BodyTensor): number {
  const names = outputNames[op];
  const at = names?.indexOf(outputName) ?? -1;
  return at < 0 ? index : at;
}
