/** A ProGAN bundle as an ONNX model: the few messages of onnx.proto that it needs, written field by field. */
import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire';
import type { LoadedBundle } from '../../src/bundle/read/reader.ts';
import type { ProganGenerator } from '../../src/bundle/schema/manifest.ts';

const opset = 17;
const irVersion = 8;
const float = 1; // TensorProto.DataType
const int64 = 7;

type Attribute = { i: number } | { s: string } | { ints: number[] } | { f: number };
type Message = (writer: BinaryWriter) => void;

function message(writer: BinaryWriter, field: number, write: Message): void {
  writer.tag(field, WireType.LengthDelimited).fork();
  write(writer);
  writer.join();
}
const text = (writer: BinaryWriter, field: number, value: string) =>
  writer.tag(field, WireType.LengthDelimited).string(value);
const number = (writer: BinaryWriter, field: number, value: number) =>
  writer.tag(field, WireType.Varint).int64(value);

/**
 * The same network as TF.js's, in ONNX's order of axes (NCHW), with a free batch size. Input `z` [n, latent], output
 * `image` [n, height, width, channels].
 */
export function onnxOf(bundle: LoadedBundle): Uint8Array {
  const { manifest, weights } = bundle;
  const generator = manifest.generator as ProganGenerator;
  const nodes: Message[] = [];
  const initializers: Message[] = [];
  const node = (name: string, op: string, inputs: string[], attributes: Record<string, Attribute> = {}) => {
    nodes.push((writer) => {
      for (const input of inputs) text(writer, 1, input);
      text(writer, 2, name);
      text(writer, 3, name);
      text(writer, 4, op);
      for (const [key, value] of Object.entries(attributes))
        message(writer, 5, (inner) => writeAttribute(inner, key, value));
    });
    return name;
  };
  const tensor = (name: string, type: number, dims: number[], data: Float32Array | BigInt64Array) => {
    initializers.push((writer) => {
      for (const dim of dims) number(writer, 1, dim);
      number(writer, 2, type);
      text(writer, 8, name);
      const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
      writer.tag(9, WireType.LengthDelimited).bytes(bytes);
    });
    return name;
  };
  const floats = (name: string, values: number[]) =>
    tensor(name, float, [values.length], Float32Array.from(values));
  const scalar = (name: string, value: number) => tensor(name, float, [], Float32Array.of(value));

  const epsilon = scalar('epsilon', generator.pixelNorm.epsilon);
  const norm = (x: string) => {
    const square = node(`${x}/square`, 'Mul', [x, x]);
    const mean = node(`${x}/mean`, 'ReduceMean', [square], { axes: { ints: [1] }, keepdims: { i: 1 } });
    const root = node(`${x}/sqrt`, 'Sqrt', [node(`${x}/add`, 'Add', [mean, epsilon])]);
    return node(`${x}/norm`, 'Div', [x, root]);
  };
  const convolve = (name: string, x: string, names: { kernel: string; bias: string }, pad: number) => {
    const kernel = weights.floats(names.kernel);
    const [h = 0, w = 0, from = 0, to = 0] = kernel.shape;
    const dims = [to, from, h, w];
    const conv = node(
      name,
      'Conv',
      [
        x,
        tensor(names.kernel, float, dims, channelsFirst(kernel.data, kernel.shape)),
        floats(names.bias, [...weights.floats(names.bias).data]),
      ],
      { kernel_shape: { ints: [h, w] }, pads: { ints: [pad, pad, pad, pad] } },
    );
    return conv;
  };
  const layer = (name: string, x: string, names: { kernel: string; bias: string }, pad: number) =>
    norm(
      node(`${name}/lrelu`, 'LeakyRelu', [convolve(name, x, names, pad)], {
        alpha: { f: generator.leakySlope },
      }),
    );

  const pixel = tensor('pixel', int64, [4], BigInt64Array.of(-1n, BigInt(manifest.latent.size), 1n, 1n));
  const twice = floats('twice', [1, 1, 2, 2]);
  let x = node('reshape', 'Reshape', [generator.latentNorm ? norm('z') : 'z', pixel]);
  generator.blocks.forEach(({ resolution, conv0, conv1 }, i) => {
    const name = `block${i}`;
    if (i > 0) {
      x = node(`${name}/up`, 'Resize', [x, '', twice], {
        mode: { s: 'nearest' },
        coordinate_transformation_mode: { s: 'asymmetric' },
        nearest_mode: { s: 'floor' },
      });
    }
    x = layer(`${name}/conv0`, x, conv0, i === 0 ? resolution - 1 : 1);
    x = layer(`${name}/conv1`, x, conv1, 1);
  });
  const { toRgb } = generator;
  const rgb = convolve('rgb', x, toRgb, 0);
  const scaled = node('scaled', 'Mul', [rgb, scalar('scale', toRgb.scale)]);
  const shifted = node('shifted', 'Add', [scaled, scalar('offset', toRgb.offset)]);
  const clipped = toRgb.clip
    ? node('clip', 'Clip', [shifted, scalar('low', toRgb.clip[0]), scalar('high', toRgb.clip[1])])
    : shifted;
  node('image', 'Transpose', [clipped], { perm: { ints: [0, 2, 3, 1] } });

  const { image, latent } = manifest;
  const writer = new BinaryWriter();
  number(writer, 1, irVersion);
  message(writer, 7, (graph) => {
    for (const write of nodes) message(graph, 1, write);
    text(graph, 2, manifest.id);
    for (const write of initializers) message(graph, 5, write);
    message(graph, 11, (info) => writeValue(info, 'z', [latent.size]));
    message(graph, 12, (info) => writeValue(info, 'image', [image.height, image.width, image.channels]));
  });
  message(writer, 8, (set) => number(set, 2, opset));
  return writer.finish();
}

function writeAttribute(writer: BinaryWriter, name: string, value: Attribute): void {
  text(writer, 1, name);
  if ('f' in value) writer.tag(2, WireType.Bit32).float(value.f);
  if ('i' in value) number(writer, 3, value.i);
  if ('s' in value) text(writer, 4, value.s);
  if ('ints' in value) for (const one of value.ints) number(writer, 8, one);
  // AttributeProto.AttributeType
  number(writer, 20, 'f' in value ? 1 : 'i' in value ? 2 : 's' in value ? 3 : 7);
}

/** ValueInfoProto of a float tensor with a free first axis. */
function writeValue(writer: BinaryWriter, name: string, dims: number[]): void {
  text(writer, 1, name);
  message(writer, 2, (type) =>
    message(type, 1, (tensor) => {
      number(tensor, 1, float);
      message(tensor, 2, (shape) => {
        message(shape, 1, (dim) => text(dim, 2, 'n'));
        for (const size of dims) message(shape, 1, (dim) => number(dim, 1, size));
      });
    }),
  );
}

/** [h, w, in, out] to [out, in, h, w]. */
export function channelsFirst(
  data: Float32Array,
  [h = 0, w = 0, from = 0, to = 0]: readonly number[],
): Float32Array {
  const out = new Float32Array(data.length);
  let at = 0;
  for (let tap = 0; tap < h * w; tap++) {
    for (let i = 0; i < from; i++) {
      for (let o = 0; o < to; o++) out[(o * from + i) * h * w + tap] = data[at++]!;
    }
  }
  return out;
}
