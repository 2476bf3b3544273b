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

/** A generator has some ten thousand, the sizes of its weights and the numbers of attributes included. */
const mostMessages = 1_000_000;
/** Before it, elementwise ops broadcast by attributes of their own. */
const oldestOpset = 7;

export const readModel: ReadModel = async (files, _choice, signal) => {
  const path = onlyModel(files);
  const model = parse(await files.read(path), path);
  throwIfCancelled(signal);
  const { graph } = model;
  if (graph === undefined || graph.node.length === 0)
    throw new ZscapeError(
      'MODULE_INVALID',
      `${path} holds no network; it may be cut off or be another file.`,
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
    `There are ${top.length} ONNX models (${top.slice(0, 4).join(', ')}${top.length > 4 ? ', ...' : ''}). Give the generator's file alone.`,
  );
}

function parse(bytes: Uint8Array, path: string): ModelProto {
  try {
    if (countMessages(ModelProtoSchema, bytes, mostMessages, { numbers: true }) > mostMessages)
      throw new RangeError(`more than ${mostMessages} messages`);
    return fromBinary(ModelProtoSchema, bytes, { readUnknownFields: false });
  } catch (cause) {
    throw new ZscapeError('PROTOBUF_INVALID', `${path} is damaged: it is no readable ONNX model.`, { cause });
  }
}

function opsetOf({ opsetImport }: ModelProto, path: string): number {
  const own = opsetImport.filter(({ domain }) => domain === '' || domain === 'ai.onnx');
  const opset = Math.max(...own.map(({ version }) => Number(version)), 1);
  if (opset >= oldestOpset) return opset;
  throw new ZscapeError(
    'OPS_UNSUPPORTED',
    `${path} is of opset ${opset}; the oldest that is read is ${oldestOpset}. Export it again, with opset 17 say.`,
  );
}

function tensorsOf({ graph }: ModelProto): TensorProto[] {
  const constants = (graph?.node ?? []).flatMap(({ attribute }) => attribute.flatMap(({ t }) => t ?? []));
  return [...(graph?.initializer ?? []), ...constants];
}
