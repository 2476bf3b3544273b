/** Writes small ONNX models, node by node, for tests beyond the fixtures. */
import { create, toBinary } from '@bufbuild/protobuf';
import { ModelProtoSchema, type NodeProto, type TensorProto } from '../../read/proto/gen/onnx/onnx_pb.ts';

type Messages<T> = readonly Partial<Omit<T, '$typeName' | '$unknown'>>[];

export interface OnnxParts {
  readonly nodes: Messages<NodeProto>;
  readonly weights?: Messages<TensorProto>;
  /** Shape of the input `x`; null for a size that is not stated. */
  readonly input?: readonly (number | null)[];
  readonly opset?: number;
}

/** Writes a model with one input `x` and one output `y`, both float32. */
export function writeOnnx({
  nodes,
  weights = [],
  input = [null, 4],
  opset = 17,
}: OnnxParts): Uint8Array<ArrayBuffer> {
  const dim = input.map((size) => (size === null ? { dimParam: 'n' } : { dimValue: BigInt(size) }));
  const model = create(ModelProtoSchema, {
    irVersion: 8n,
    producerName: 'test',
    opsetImport: [{ domain: '', version: BigInt(opset) }],
    graph: {
      name: 'test',
      node: [...nodes],
      initializer: [...weights],
      input: [{ name: 'x', type: { tensorType: { elemType: 1, shape: { dim } } } }],
      output: [{ name: 'y', type: { tensorType: { elemType: 1 } } }],
    },
  });
  return toBinary(ModelProtoSchema, model);
}
