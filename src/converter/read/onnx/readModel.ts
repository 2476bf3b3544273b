/** Reads an .onnx file, and the files beside it that hold its weights. */
import { fromBinary } from '@bufbuild/protobuf';
import { throwIfCancelled, ZscapeError } from '../../../base/errors.ts';
import type { ModuleFiles } from '../../archive/files.ts';
import type { Graph } from '../../graph/graph.ts';
import { countMessages } from '../proto/count.ts';
import { type ModelProto, ModelProtoSchema, type TensorProto } from '../proto/gen/onnx/onnx_pb.ts';
import type { ReadModel } from '../source.ts';
import { externalFiles } from './external.ts';
import { importOnnx } from './importGraph.ts';
import { checkIsGenerator } from './notGenerator.ts';
import { constantFromTensor } from './tensors.ts';

/** A generator has some ten thousand, including the sizes of its weights and the numbers of attributes. */
const mostMessages = 1_000_000;
/** Before it, elementwise ops had their own attributes for broadcasting. */
const oldestOpset = 7;

export const readModel: ReadModel = async (files, _choice, signal) => {
  const path = onlyModel(files);
  const model = parse(await files.read(path), path);
  throwIfCancelled(signal);
  const { graph } = model;
  if (graph === undefined || graph.node.length === 0)
    throw new ZscapeError(
      'MODULE_INVALID',
      `${path} holds no network; it may be cut off or not a model at all.`,
    );
  const elsewhere = await externalFiles(files, path, tensorsOf(model));
  throwIfCancelled(signal);
  checkIsGenerator(graph);
  return importOnnx({
    graph,
    opset: opsetOf(model, path),
    readTensor: (proto, what) => constantFromTensor(proto, what, elsewhere.get(proto)),
  }) satisfies Graph;
};

function onlyModel({ paths }: ModuleFiles): string {
  const models = paths.filter((path) => path.endsWith('.onnx'));
  const least = Math.min(...models.map((path) => path.split('/').length));
  const top = models.filter((path) => path.split('/').length === least);
  if (top.length === 1) return top[0]!;
  throw new ZscapeError(
    'MODULE_INVALID',
    `The input has ${top.length} ONNX models (${top.slice(0, 4).join(', ')}${top.length > 4 ? ', ...' : ''}). Give only the generator's file.`,
  );
}

function parse(bytes: Uint8Array, path: string): ModelProto {
  try {
    if (countMessages(ModelProtoSchema, bytes, mostMessages, { numbers: true }) > mostMessages)
      throw new RangeError(`more than ${mostMessages} messages`);
    return fromBinary(ModelProtoSchema, bytes, { readUnknownFields: false });
  } catch (cause) {
    throw new ZscapeError('PROTOBUF_INVALID', `${path} is damaged: it cannot be read as an ONNX model.`, {
      cause,
    });
  }
}

function opsetOf({ opsetImport }: ModelProto, path: string): number {
  const own = opsetImport.filter(({ domain }) => domain === '' || domain === 'ai.onnx');
  const opset = Math.max(...own.map(({ version }) => Number(version)), 1);
  if (opset >= oldestOpset) return opset;
  throw new ZscapeError(
    'OPS_UNSUPPORTED',
    `${path} uses opset ${opset}; the oldest that can be read is ${oldestOpset}. Export it again, for example with opset 17.`,
  );
}

function tensorsOf({ graph }: ModelProto): TensorProto[] {
  const constants = (graph?.node ?? []).flatMap(({ attribute }) => attribute.flatMap(({ t }) => t ?? []));
  return [...(graph?.initializer ?? []), ...constants];
}
