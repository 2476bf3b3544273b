/** Writes a whole TF1-Hub module of a ProGAN of any size, in the form of TF-Hub's progan-128. */
import { create, toBinary } from '@bufbuild/protobuf';
import { dtypeNumber } from '../../graph/dtypes.ts';
import type { DType, Tensor } from '../../graph/tensor.ts';
import { SavedModelSchema } from '../../read/proto/gen/tensorflow/saved_model_pb.ts';
import { type CheckpointOptions, partition, writeCheckpoint } from '../write/checkpoint.ts';
import { attr, GraphWriter, shapeInit } from '../write/graph.ts';
import { latentNode, outputNode, type ProganGraphOptions, ProganGraphWriter } from './graph.ts';
import { globalStep } from './progress.ts';
import { type ProganLayout, proganWeights } from './weights.ts';

export interface ProganModuleOptions extends ProganGraphOptions, CheckpointOptions {
  readonly seed?: number;
  /** Replaces random weights. */
  readonly weights?: ReadonlyMap<string, Tensor>;
  readonly variables?: 'reference' | 'resource';
}

interface Restored {
  readonly node: string;
  readonly key: string;
  /** TensorFlow's `shape_and_slice`. */
  readonly slice: string;
  readonly dtype: DType;
}

/** Writes a module. @returns files by path. */
export function proganModule(
  layout: ProganLayout,
  options: ProganModuleOptions = {},
): Map<string, Uint8Array> {
  const weights = new Map(options.weights ?? proganWeights(layout, options.seed ?? 1));
  if (options.progress === 'global_step') {
    weights.set(globalStep, { dtype: 'int64', shape: [], data: BigInt64Array.of(1_000_000n) });
  }
  const graph = new GraphWriter();
  const variables = new VariableWriter(graph, options);
  new ProganGraphWriter(graph, layout, options, (name, shape, dtype) =>
    variables.read(name, shape, dtype),
  ).write();
  writeRestore(graph, variables.restored, options.variables === 'resource');
  const size = 4 * 2 ** (layout.channels.length - 1);
  const tensorInfo = (name: string, shape: readonly number[]) => ({
    name: `${name}:0`,
    dtype: dtypeNumber('float32'),
    tensorShape: shapeInit(shape),
  });
  const model = create(SavedModelSchema, {
    savedModelSchemaVersion: 1n,
    metaGraphs: [
      {
        metaInfoDef: { tensorflowVersion: options.era === 'tf1.7' ? '1.7.0' : '2.21.0' },
        graphDef: { node: graph.nodes, versions: { producer: options.era === 'tf1.7' ? 26 : 2474 } },
        saverDef: {
          filenameTensorName: 'save/Const:0',
          saveTensorName: 'save/Identity:0',
          restoreOpName: 'save/restore_all',
        },
        signatureDef: {
          default: {
            inputs: { default: tensorInfo(latentNode, [-1, layout.latent]) },
            outputs: { default: tensorInfo(outputNode, [-1, size, size, 3]) },
          },
        },
      },
    ],
  });
  return new Map([
    ['saved_model.pb', toBinary(SavedModelSchema, model)],
    ['tfhub_module.pb', Uint8Array.of(8, 3)],
    ...writeCheckpoint('variables/variables', weights, options),
  ]);
}

/** Adds each variable once, whole or in parts, and records how it is restored. */
class VariableWriter {
  readonly restored: Restored[] = [];
  readonly #graph: GraphWriter;
  readonly #options: ProganModuleOptions;
  readonly #reads = new Map<string, string>();

  constructor(graph: GraphWriter, options: ProganModuleOptions) {
    this.#graph = graph;
    this.#options = options;
  }

  read(name: string, shape: readonly number[], dtype: DType): string {
    const known = this.#reads.get(name);
    if (known !== undefined) return known;
    const parts = this.#options.partsOf?.(name) ?? 1;
    const read =
      parts > 1 ? this.#partitioned(name, shape, dtype, parts) : this.#variable(name, name, '', shape, dtype);
    this.#reads.set(name, read);
    return read;
  }

  #variable(node: string, key: string, slice: string, shape: readonly number[], dtype: DType): string {
    this.restored.push({ node, key, slice, dtype });
    const names = { container: attr.text(''), shared_name: attr.text('') };
    if (this.#options.variables === 'resource') {
      names.shared_name = attr.text(node);
      this.#graph.add('VarHandleOp', node, [], {
        dtype: attr.type(dtype),
        shape: attr.shape(shape),
        ...names,
      });
      return this.#graph.add('ReadVariableOp', `${node}/Read/ReadVariableOp`, [node], {
        dtype: attr.type(dtype),
      });
    }
    this.#graph.add('VariableV2', node, [], { dtype: attr.type(dtype), shape: attr.shape(shape), ...names });
    return this.#graph.add('Identity', `${node}/read`, [node], { T: attr.type(dtype) });
  }

  #partitioned(name: string, shape: readonly number[], dtype: DType, parts: number): string {
    const boxes = partition(shape, parts);
    const reads = boxes.map((box, i) => {
      const slice = `${shape.join(' ')} ${box.map(({ start, length }) => `${start},${length}`).join(':')}`;
      const own = box.map(({ length }) => length);
      return this.#variable(`${name}/part_${i}`, name, slice, own, dtype);
    });
    const cut = shape.indexOf(Math.max(...shape));
    const axis = this.#graph.ints(`${name}/ConcatPartitions/concat/axis`, [cut], 'int32', []);
    const types = { N: attr.int(parts), T: attr.type(dtype), Tidx: attr.type('int32') };
    const whole = this.#graph.add('ConcatV2', `${name}/ConcatPartitions/concat`, [...reads, axis], types);
    return this.#graph.add('Identity', name, [whole], { T: attr.type(dtype) });
  }
}

function writeRestore(graph: GraphWriter, restored: readonly Restored[], resources: boolean): void {
  const prefix = graph.strings('save/Const', ['model'], []);
  const names = graph.strings(
    'save/RestoreV2/tensor_names',
    restored.map(({ key }) => key),
  );
  const slices = graph.strings(
    'save/RestoreV2/shape_and_slices',
    restored.map(({ slice }) => slice),
  );
  graph.add('RestoreV2', 'save/RestoreV2', [prefix, names, slices], {
    dtypes: attr.types(restored.map(({ dtype }) => dtype)),
  });
  const assigns = restored.map(({ node, dtype }, i) => {
    const value = i === 0 ? 'save/RestoreV2' : `save/RestoreV2:${i}`;
    const name = i === 0 ? 'save/Assign' : `save/Assign_${i}`;
    if (resources) {
      const copy = graph.add('Identity', `save/Identity_${i + 1}`, [value], { T: attr.type(dtype) });
      return graph.add('AssignVariableOp', `${name}VariableOp`, [node, copy], { dtype: attr.type(dtype) });
    }
    return graph.add('Assign', name, [node, value], {
      T: attr.type(dtype),
      use_locking: attr.bool(true),
      validate_shape: attr.bool(true),
    });
  });
  graph.add('Identity', 'save/Identity', [prefix], { T: attr.type('string') });
  graph.add(
    'NoOp',
    'save/restore_shard',
    assigns.map((name) => `^${name}`),
  );
  graph.add('NoOp', 'save/restore_all', ['^save/restore_shard']);
}
