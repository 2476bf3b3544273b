/** Stock TF.js running a bundle that is still in memory. */
import { type GraphModel, loadGraphModel } from '@tensorflow/tfjs-converter';
import { type io, ready, setBackend, type Tensor, tensor } from '@tensorflow/tfjs-core';
import { ZscapeError } from '../../base/errors.ts';
import type { ConvertedBundle } from '../emit/bundle.ts';
import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-backend-wasm';

/** WASM where it can be had, which is a hundred times faster than plain JavaScript; that otherwise. */
export async function chooseBackend(): Promise<string> {
  for (const name of ['wasm', 'cpu']) {
    if (await setBackend(name).catch(() => false)) {
      await ready();
      return name;
    }
  }
  throw new ZscapeError('BACKEND_UNAVAILABLE', 'TF.js runs neither on WASM nor on plain JavaScript here.');
}

/** A bundle as stock `tf.loadGraphModel` sees it: model.json and its shards, and nothing of ours. */
export class RunningModel {
  readonly #model: GraphModel;

  private constructor(model: GraphModel) {
    this.#model = model;
  }

  static async load(bundle: Pick<ConvertedBundle, 'files'>): Promise<RunningModel> {
    await chooseBackend();
    return new RunningModel(await loadGraphModel(memoryHandler(bundle)));
  }

  /**
   * @param z row-major [n, size].
   * @param node another output than the picture, by its node's name.
   * @returns row-major values of the output, [n, height, width, channels] for a picture.
   */
  async run(z: Float32Array, size: number, node?: string): Promise<{ shape: number[]; data: Float32Array }> {
    const input = tensor(z, [z.length / size, size]);
    const output = (
      node === undefined ? this.#model.predict(input) : this.#model.execute(input, node)
    ) as Tensor;
    try {
      return { shape: output.shape, data: (await output.data()) as Float32Array };
    } finally {
      input.dispose();
      output.dispose();
    }
  }

  dispose(): void {
    this.#model.dispose();
  }
}

function memoryHandler({ files }: Pick<ConvertedBundle, 'files'>): io.IOHandler {
  const bytesOf = (path: string): Uint8Array => files.find((file) => file.path === path)!.bytes;
  return {
    async load() {
      const model = JSON.parse(new TextDecoder().decode(bytesOf('model.json')));
      const [group] = model.weightsManifest as [{ paths: string[]; weights: io.WeightsManifestEntry[] }];
      return {
        format: model.format,
        signature: model.signature,
        modelTopology: model.modelTopology,
        weightSpecs: group.weights,
        weightData: joined(group.paths.map(bytesOf)),
      };
    },
  };
}

function joined(parts: readonly Uint8Array[]): ArrayBuffer {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole.buffer;
}
