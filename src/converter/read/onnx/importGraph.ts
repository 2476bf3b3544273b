/**
 * Translates an ONNX graph, node by node, from its outputs back, so unneeded nodes are left out. All obstacles are
 * collected before the model is refused.
 */
import { ZscapeError } from '../../../base/errors.ts';
import { type } from '../../graph/attributes.ts';
import { dtypeNumber } from '../../graph/dtypes.ts';
import type { Constant, Graph, GraphInput, GraphOutput, Ref } from '../../graph/graph.ts';
import type { GraphProto, NodeProto, TensorProto } from '../proto/gen/onnx/onnx_pb.ts';
import { type Call, NodeAttributes, type WrittenBatch } from './call.ts';
import { Emitter } from './emitter.ts';
import { channelsLast, type Held, inOrder, laid, plain, shapeOf } from './held.ts';
import { Obstacle } from './obstacle.ts';
import { translations } from './ops/table.ts';
import { refusalOf } from './refusals.ts';
import { computedAs } from './tensors.ts';

export interface OnnxGraph {
  readonly graph: GraphProto;
  readonly opset: number;
  readonly readTensor: (proto: TensorProto, what: string) => Constant;
}

/**
 * Imports a graph.
 * @returns a graph whose pictures are [n, height, width, channels]; other outputs and the inputs keep the model's order.
 * @throws OPS_UNSUPPORTED naming every node that cannot be translated, GRAPH_INVALID if the graph is inconsistent.
 */
export function importOnnx(model: OnnxGraph): Graph {
  const { graph } = model;
  const importer = new Importer(model);
  const outputs: GraphOutput[] = [];
  for (const { name } of graph.output) {
    const ref = importer.output(name);
    if (ref !== undefined) outputs.push({ key: name, ref });
  }
  const isWhole = outputs.length === graph.output.length;
  // If some of several outputs cannot be computed, the others are enough, as long as there is a picture among them.
  const hasPicture = outputs.some(({ ref }) => [1, 3, 4].includes(importer.emitter.shape(ref)[3] ?? 0));
  if (!isWhole && !hasPicture) throw importer.refusal();
  if (outputs.length === 0)
    throw new ZscapeError('GRAPH_INVALID', 'The ONNX model has no outputs; it may be cut off.');
  return { nodes: importer.emitter.nodes, inputs: importer.inputs, outputs };
}

class Importer {
  readonly emitter = new Emitter();
  readonly inputs: GraphInput[] = [];
  readonly #model: OnnxGraph;
  readonly #held = new Map<string, Held | undefined>();
  readonly #producers = new Map<string, NodeProto>();
  readonly #weights: ReadonlyMap<string, TensorProto>;
  readonly #obstacles: string[] = [];
  #unsupported = false;
  readonly #written: WrittenBatch = {};
  #batch: Ref | undefined;

  constructor(model: OnnxGraph) {
    this.#model = model;
    const { graph } = model;
    this.#weights = new Map(graph.initializer.map((one) => [one.name, one]));
    for (const node of graph.node) {
      for (const output of node.output) {
        if (output === '') continue;
        if (this.#producers.has(output))
          throw new ZscapeError(
            'GRAPH_INVALID',
            `Two nodes of the ONNX model have the output ${quoted(output)}.`,
          );
        this.#producers.set(output, node);
      }
    }
    for (const input of graph.input) if (!this.#weights.has(input.name)) this.#putInput(input);
  }

  /** Returns the tensor of that name, with everything that it needs; undefined if there is an obstacle. */
  tensor(wanted: string): Held | undefined {
    const open: string[] = [wanted];
    const begun = new Set<NodeProto>();
    while (open.length > 0) {
      const name = open[open.length - 1]!;
      if (this.#held.has(name) || this.#leaf(name)) {
        open.pop();
        continue;
      }
      const node = this.#producers.get(name)!;
      const missing = node.input.filter(
        (input) => input !== '' && !this.#held.has(input) && !this.#leaf(input),
      );
      if (missing.length === 0) {
        this.#translate(node);
        open.pop();
        continue;
      }
      if (begun.has(node))
        throw new ZscapeError('GRAPH_INVALID', `The ONNX model has a cycle at ${labelOf(node)}.`);
      begun.add(node);
      open.push(...missing.reverse());
    }
    return this.#held.get(wanted);
  }

  /** Returns an output: a picture with its channels last, anything else in the model's order; undefined for an obstacle. */
  output(name: string): Ref | undefined {
    const held = this.tensor(name);
    if (held === undefined) return undefined;
    try {
      const shape = shapeOf(this.emitter, held);
      const [, channels = 0, , last = 0] = shape;
      const isPicture = shape.length === 4 && [1, 3, 4].includes(channels) && !(last <= 4 && channels > last);
      const ref = laid(this.emitter, held, isPicture ? channelsLast(4) : inOrder(shape.length));
      this.emitter.shapes(ref);
      return ref;
    } catch (error) {
      this.#obstacles.push(
        `the output ${quoted(name)} ${error instanceof Obstacle ? error.message : reasonOf(error)}`,
      );
      return undefined;
    }
  }

  refusal(): ZscapeError {
    const all = this.#obstacles;
    const shown = all.slice(0, mostListed).join('; ');
    const more = all.length > mostListed ? `; and ${all.length - mostListed} more` : '';
    return new ZscapeError(
      this.#unsupported ? 'OPS_UNSUPPORTED' : 'GRAPH_INVALID',
      all.length === 1
        ? `The ONNX model cannot be converted: ${shown}.`
        : `The ONNX model cannot be converted for ${all.length} reasons: ${shown}${more}.`,
    );
  }

  /** Handles weights, and names that nothing provides. */
  #leaf(name: string): boolean {
    const weight = this.#weights.get(name);
    if (weight !== undefined) {
      const constant = this.#model.readTensor(weight, `The weight ${quoted(name)}`);
      this.#held.set(name, plain(this.emitter, this.emitter.constant(nameOf(name, 'weight'), constant)));
      return true;
    }
    if (this.#producers.has(name)) return false;
    throw new ZscapeError(
      'GRAPH_INVALID',
      `The ONNX model uses ${quoted(name)}, which is not the output of any of its nodes.`,
    );
  }

  #translate(node: NodeProto): void {
    const inputs = node.input.map((name) => (name === '' ? undefined : this.#held.get(name)));
    // A node that depends on an obstacle is not an obstacle itself.
    const blocked = node.input.some((name) => name !== '' && this.#held.get(name) === undefined);
    const results = blocked ? [] : this.#results(node, inputs);
    node.output.forEach((name, i) => {
      if (name !== '') this.#held.set(name, results[i]);
    });
  }

  #results(node: NodeProto, inputs: readonly (Held | undefined)[]): readonly Held[] {
    const domain = node.domain === 'ai.onnx' ? '' : node.domain;
    const translate = domain === '' ? translations.get(node.opType) : undefined;
    if (translate === undefined) {
      this.#unsupported = true;
      this.#note(node, refusalOf(node.opType, domain));
      return [];
    }
    try {
      const results = translate(this.#call(node, inputs));
      const list = Array.isArray(results) ? (results as readonly Held[]) : [results as Held];
      // Reporting a result of unknown size here is clearer than failing later.
      for (const { ref } of list) this.emitter.shapes(ref);
      return list;
    } catch (error) {
      if (error instanceof Obstacle) {
        this.#unsupported = true;
        this.#note(node, error.message);
      } else this.#note(node, reasonOf(error));
      return [];
    }
  }

  #call(node: NodeProto, inputs: readonly (Held | undefined)[]): Call {
    return {
      emitter: this.emitter,
      name: nameOf(node.output.find((name) => name !== '') ?? node.name, node.opType),
      op: node.opType,
      opset: this.#model.opset,
      inputs,
      attributes: new NodeAttributes(node.attribute),
      outputs: node.output.length,
      written: this.#written,
      batch: () => this.#pictures(),
      readTensor: this.#model.readTensor,
    };
  }

  #note(node: NodeProto, reason: string): void {
    this.#obstacles.push(`${labelOf(node)} ${reason}`);
  }

  #putInput({ name, type: info }: GraphProto['input'][number]): void {
    const tensor = info?.tensorType;
    const dtype = computedAs(tensor?.elemType ?? 0);
    const sizes = tensor?.shape?.dim.map(({ dimValue }) => (dimValue === undefined ? -1 : Number(dimValue)));
    if (dtype === undefined || sizes === undefined || sizes.slice(1).some((size) => size < 1)) {
      throw new ZscapeError(
        'SIGNATURE_UNUSABLE',
        `The input ${quoted(name)} of the ONNX model has no fixed shape or type; export the model with fixed sizes for everything but the batch.`,
      );
    }
    const [batch] = sizes;
    if (batch !== undefined && batch > 0) this.#written.size ??= batch;
    const shape = sizes.length === 0 ? [] : [-1, ...sizes.slice(1)];
    const ref = this.emitter.input(nameOf(name, 'input'), shape, {
      dtype: { kind: 'type', value: dtypeNumber(dtype) },
      shape: { kind: 'shape', value: shape },
    });
    this.inputs.push({ key: name, node: ref.node, dtype, shape });
    this.#held.set(name, plain(this.emitter, ref));
  }

  #pictures(): Ref {
    const input = this.inputs.find(({ shape }) => (shape?.length ?? 0) > 0);
    if (input === undefined) throw new Obstacle('depends on a batch size, but no input has one');
    if (this.#batch === undefined) {
      const whole = this.emitter.add('Shape', 'batch/shape', [{ node: input.node, output: 0 }], {
        out_type: type('int32'),
      });
      const ends = [0, 1].map((end) => this.emitter.integers(`batch/end_${end}`, [end]));
      this.#batch = this.emitter.add('Slice', 'batch', [whole, ends[0]!, ends[1]!]);
    }
    return this.#batch;
  }
}

/** The most obstacles listed in one sentence. */
const mostListed = 8;

function labelOf(node: NodeProto): string {
  const name = node.name !== '' ? node.name : (node.output[0] ?? '');
  return `node ${quoted(name)} (${node.opType.slice(0, 40)})`;
}

function quoted(name: string): string {
  return `"${name.length > 60 ? `${name.slice(0, 60)}…` : name}"`;
}

/** TF.js reads `a:1` as an output of a node, and `^a` as a control edge. */
function nameOf(name: string, fallback: string): string {
  const plainName = name
    .replace(/[^\w./-]+/g, '_')
    .replace(/^[^\w]+/, '')
    .slice(0, 120);
  return plainName === '' ? fallback : plainName;
}

/** Describes an error thrown by a kernel or a rule on a damaged node. */
function reasonOf(error: unknown): string {
  if (!(error instanceof ZscapeError)) return 'does not fit its inputs';
  return `does not fit its inputs: ${error.message.replace(/[.?!]$/, '').slice(0, 160)}`;
}
