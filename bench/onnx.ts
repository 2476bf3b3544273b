/**
 * `npm run bench:onnx`: runs the models of fixtures/onnx with ONNX Runtime Web and with the converter, compares both with the
 * fixtures' pictures, and compares ONNX Runtime Web's result of each case with the numbers in cases.json. Exit code 1 when anything
 * is off by more than 1e-5 (2e-3 for the model that ONNX Runtime computes in half precision).
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { openPath } from '../src/converter/archive/open.node.ts';
import { interpret } from '../src/converter/interpret/interpret.ts';
import { readModel } from '../src/converter/read/onnx/readModel.ts';
import { maxDifference, readNpy } from '../src/converter/testing/npy.ts';

type Numbers = Float32Array | Float64Array | Uint16Array | BigInt64Array;

interface RuntimeTensor {
  readonly type: string;
  readonly data: Numbers;
  readonly dims: readonly number[];
}

interface Session {
  readonly inputNames: readonly string[];
  readonly outputNames: readonly string[];
  readonly inputMetadata: readonly { readonly type?: string }[];
  run(feeds: Record<string, RuntimeTensor>): Promise<Record<string, RuntimeTensor>>;
}

/** The part of ONNX Runtime's interface that is used here. The package exists only where the bench is installed. */
interface Runtime {
  readonly Tensor: new (type: string, values: Numbers, dims: readonly number[]) => RuntimeTensor;
  readonly InferenceSession: {
    create(
      model: Uint8Array,
      options: { externalData?: unknown[]; logSeverityLevel: number },
    ): Promise<Session>;
  };
}

const runtime: string = 'onnxruntime-web';
const ort = (await import(runtime)) as Runtime;

const root = new URL('../fixtures/onnx/', import.meta.url);
const names = readdirSync(root).filter((name) => existsSync(new URL(`${name}/model.onnx`, root)));
const most = (name: string) => (name.includes('half') ? 2e-3 : 1e-5);
let failed = false;

function judged(difference: number, allowed: number): string {
  if (!(difference < allowed)) failed = true;
  return `${difference.toExponential(1)}${difference < allowed ? '' : ' TOO FAR'}`;
}

/** The pictures in the model's own layout, one latent after another, since some models take only one. */
async function byRuntime(name: string): Promise<number> {
  const fileOf = (file: string) => new URL(`${name}/${file}`, root);
  const weights = fileOf('weights.bin');
  const externalData = existsSync(weights)
    ? [{ path: 'weights.bin', data: Uint8Array.from(readFileSync(weights)) }]
    : [];
  const session = await ort.InferenceSession.create(Uint8Array.from(readFileSync(fileOf('model.onnx'))), {
    externalData,
    logSeverityLevel: 3,
  });
  const wanted = readNpy(fileOf('images.npy'));
  const each = wanted.data.length / wanted.shape[0]!;
  let worst = 0;
  for (let i = 0; i < wanted.shape[0]!; i++) {
    const feeds = session.inputNames.map((input, k) => [
      input,
      tensorOf(session, k, fileOf(k === 0 ? 'z.npy' : 'class.npy'), i),
    ]);
    const result = (await session.run(Object.fromEntries(feeds)))[session.outputNames[0]!]!;
    const picture = lastly(numbersOf(result), result.dims);
    worst = Math.max(worst, maxDifference(picture, wanted.data.subarray(i * each, (i + 1) * each)));
  }
  return worst;
}

function tensorOf(session: Session, input: number, file: URL, row: number): RuntimeTensor {
  const { shape, data } = readNpy(file);
  const each = data.length / shape[0]!;
  const part = data.subarray(row * each, (row + 1) * each);
  const dims = [1, ...shape.slice(1)];
  switch (session.inputMetadata[input]?.type) {
    case 'int64':
      return new ort.Tensor('int64', BigInt64Array.from(part, BigInt), dims);
    case 'float64':
      return new ort.Tensor('float64', Float64Array.from(part), dims);
    case 'float16':
      return new ort.Tensor('float16', Uint16Array.from(part, halfOf), dims);
    default:
      return new ort.Tensor('float32', Float32Array.from(part), dims);
  }
}

/** The bits of a normal number as a half, rounded towards zero; the latents of the fixture in halves are exact. */
function halfOf(x: number): number {
  const bits = new Uint32Array(Float32Array.of(x).buffer)[0]!;
  const exponent = ((bits >>> 23) & 255) - 112;
  return ((bits >>> 16) & 0x8000) | (exponent <= 0 ? 0 : (exponent << 10) | ((bits >>> 13) & 1023));
}

function numbersOf({ type, data }: RuntimeTensor): Float32Array {
  if (type !== 'float16') return Float32Array.from(data as Float32Array);
  // Newer JavaScript engines have a Float16Array, and ONNX Runtime then returns one.
  return data instanceof Uint16Array
    ? Float32Array.from(data, fromHalf)
    : Float32Array.from(data as Float32Array);
}

function fromHalf(bits: number): number {
  const exponent = (bits >>> 10) & 31;
  const size = exponent === 0 ? (bits & 1023) * 2 ** -24 : (1 + (bits & 1023) / 1024) * 2 ** (exponent - 15);
  return bits & 0x8000 ? -size : size;
}

/** [1, c, h, w] as [1, h, w, c]. */
function lastly(data: Float32Array, dims: readonly number[]): Float32Array {
  if (dims.length !== 4) return data;
  const [, c, h, w] = dims as [number, number, number, number];
  return data.map((_, i) => data[(i % c) * h * w + Math.floor(i / c)]!);
}

async function byConverter(name: string): Promise<number> {
  const graph = await readModel(await openPath(fileURLToPath(new URL(`${name}/`, root))), {});
  const feeds = graph.inputs.map(({ node, dtype }, i) => {
    const { shape, data } = readNpy(new URL(`${name}/${i === 0 ? 'z.npy' : 'class.npy'}`, root));
    return [
      node,
      { dtype: dtype as 'float32', shape, data: dtype === 'int32' ? Int32Array.from(data) : data },
    ] as const;
  });
  const [image] = interpret(graph, new Map(feeds));
  return maxDifference(image!.data, readNpy(new URL(`${name}/images.npy`, root)).data);
}

console.log('largest difference from the pictures of the fixture: ONNX Runtime Web, the converter');
for (const name of names) {
  // It lacks some operators in double precision, and cannot change a fixed batch size.
  const theirs = await byRuntime(name).catch(() => undefined);
  const said = theirs === undefined ? 'not run' : judged(theirs, most(name));
  console.log(`${name.padEnd(28)} ${said.padEnd(10)} ${judged(await byConverter(name), 1e-5)}`);
}

interface Case {
  readonly name: string;
  readonly model: string;
  readonly input: { readonly shape: number[]; readonly data: number[] };
  readonly output: { readonly data: number[] };
}

const cases = JSON.parse(readFileSync(new URL('cases.json', root), 'utf8')) as Case[];
let worst = 0;
for (const { name, model, input, output } of cases) {
  const session = await ort.InferenceSession.create(Uint8Array.from(Buffer.from(model, 'base64')), {
    logSeverityLevel: 3,
  });
  const x = new ort.Tensor('float32', Float32Array.from(input.data), input.shape);
  const result = (await session.run({ x }))[session.outputNames[0]!]!;
  // The largest number, but at least one, so that 1e-5 is relative where numbers are large.
  const size = output.data.reduce((high, one) => Math.max(high, Math.abs(one)), 1);
  const difference = maxDifference(Float32Array.from(result.data as Float32Array), output.data) / size;
  if (!(difference < 1e-5)) console.log(`${name}: ${judged(difference, 1e-5)}`);
  worst = Math.max(worst, difference);
}
console.log(
  `${cases.length} cases of single operators by ONNX Runtime Web: ${worst.toExponential(1)} at most`,
);
process.exitCode = failed ? 1 : 0;
