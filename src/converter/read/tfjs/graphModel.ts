/** A TF.js graph model: TensorFlow's own graph in JSON, with the constants' values in weight files. */
import { create, fromJson, type JsonValue } from '@bufbuild/protobuf';
import { ZscapeError } from '../../../base/errors.ts';
import { dtypeNumber } from '../../graph/dtypes.ts';
import { type Constant, constNode, type Graph } from '../../graph/graph.ts';
import type { DType } from '../../graph/tensor.ts';
import { type GraphDef, GraphDefSchema } from '../proto/gen/tensorflow/graph_pb.ts';
import {
  MetaGraphDefSchema,
  type SignatureDef,
  SignatureDefSchema,
} from '../proto/gen/tensorflow/meta_graph_pb.ts';
import { importGraph } from '../tensorflow/importGraph.ts';
import type { ModelJson } from './modelJson.ts';

/**
 * Reads a model.
 * @param outputs names of the nodes to compute, overriding the model's signature.
 * @throws PROTOBUF_INVALID, GRAPH_INVALID, VARIABLE_MISSING for a constant without a weight.
 */
export function graphModel(
  model: ModelJson,
  weights: ReadonlyMap<string, Constant>,
  outputs?: readonly string[],
): Graph {
  const graphDef = topologyOf(model);
  const stated = signatureOf(model, graphDef);
  const signature =
    outputs === undefined
      ? stated
      : create(SignatureDefSchema, {
          inputs: stated.inputs,
          outputs: Object.fromEntries(outputs.map((node) => [node, tensorInfo(node, undefined)])),
        });
  // The values are in the weight files. The importer fills in zeros, which are replaced below.
  const graph = importGraph({
    metaGraph: create(MetaGraphDefSchema, { graphDef }),
    name: 'default',
    signature,
  });
  const missing: string[] = [];
  const nodes = new Map(
    [...graph.nodes].map(([name, node]) => {
      if (node.constant === undefined) return [name, node];
      const weight = weights.get(name);
      if (weight === undefined) missing.push(name);
      return [name, weight === undefined ? node : constNode(name, weight)];
    }),
  );
  if (missing.length > 0) {
    throw new ZscapeError(
      'VARIABLE_MISSING',
      `The model has no weights for ${missing
        .slice(0, 8)
        .map((name) => `"${name}"`)
        .join(', ')}.`,
    );
  }
  return { ...graph, nodes };
}

function topologyOf({ modelTopology }: ModelJson): GraphDef {
  try {
    return fromJson(GraphDefSchema, withTypeNumbers(modelTopology, 0) as JsonValue, {
      ignoreUnknownFields: true,
    });
  } catch (cause) {
    throw new ZscapeError(
      'PROTOBUF_INVALID',
      'The graph in model.json is damaged: it cannot be read as a GraphDef.',
      {
        cause,
      },
    );
  }
}

/** Returns the signature in the file. Without one, all placeholders are inputs, and all unread tensors are outputs. */
function signatureOf(model: ModelJson, graphDef: GraphDef): SignatureDef {
  const stated = model.signature ?? model.userDefinedMetadata?.signature;
  if (stated !== undefined && stated !== null) {
    try {
      const json = withTypeNumbers(stated, 0) as JsonValue;
      const signature = fromJson(SignatureDefSchema, json, { ignoreUnknownFields: true });
      if (Object.keys(signature.inputs).length > 0 && Object.keys(signature.outputs).length > 0)
        return signature;
    } catch (cause) {
      throw new ZscapeError('PROTOBUF_INVALID', 'The signature in model.json cannot be read.', { cause });
    }
  }
  const read = new Set(graphDef.node.flatMap((node) => node.input.map(nodeOfEdge)));
  const inputs = graphDef.node.filter((node) => node.op === 'Placeholder');
  const outputs = graphDef.node.filter(
    (node) => node.op !== 'Placeholder' && node.op !== 'Const' && !read.has(node.name),
  );
  const shapeOf = (node: GraphDef['node'][number]) =>
    node.attr.shape?.value.case === 'shape' ? node.attr.shape.value.value : undefined;
  return create(SignatureDefSchema, {
    inputs: Object.fromEntries(inputs.map((node) => [node.name, tensorInfo(node.name, shapeOf(node))])),
    outputs: Object.fromEntries(outputs.map((node) => [node.name, tensorInfo(node.name, undefined)])),
  });
}

function tensorInfo(node: string, shape: unknown) {
  return {
    name: `${node}:0`,
    dtype: dtypeNumber('float32'),
    ...(shape !== undefined && { tensorShape: shape as never }),
  };
}

const deepest = 100;
const typeNames: Readonly<Record<string, DType>> = {
  DT_FLOAT: 'float32',
  DT_DOUBLE: 'float64',
  DT_HALF: 'float16',
  DT_INT32: 'int32',
  DT_INT64: 'int64',
  DT_BOOL: 'bool',
  DT_UINT8: 'uint8',
  DT_INT8: 'int8',
};

/** Replaces the names of types, as in this JSON, by numbers, as in our schema. */
function withTypeNumbers(json: unknown, depth: number): unknown {
  if (depth > deepest) throw new RangeError('nested too deeply');
  if (Array.isArray(json)) return json.map((item) => withTypeNumbers(item, depth + 1));
  if (typeof json !== 'object' || json === null) {
    if (typeof json !== 'string' || !json.startsWith('DT_')) return json;
    const dtype = Object.hasOwn(typeNames, json) ? typeNames[json] : undefined;
    return dtype === undefined ? 0 : dtypeNumber(dtype);
  }
  return Object.fromEntries(
    Object.entries(json).map(([key, value]) => [key, withTypeNumbers(value, depth + 1)]),
  );
}

/** Returns the node that an edge names: `node`, `node:1`, `^control`. */
function nodeOfEdge(edge: string): string {
  return edge.replace(/^\^/, '').split(':', 1)[0]!;
}
