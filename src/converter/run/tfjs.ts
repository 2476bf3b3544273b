/** Runs a bundle that is still in memory in stock TF.js. */
import { type GraphModel, loadGraphModel } from '@tensorflow/tfjs-converter';
import { type io, ready, setBackend, type Tensor, tensor } from '@tensorflow/tfjs-core';
import { ZscapeError } from '../../base/errors.ts';
import { joinBytes } from '../../base/joinBytes.ts';
import type { BundleFile } from '../emit/bundle.ts';
import type { Feed, Runner, RunOutput } from './runner.ts';
import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-backend-wasm';

/** Chooses WASM if it is available, because it is a hundred times faster than plain JavaScript, otherwise the latter. */
export async function chooseBackend(): Promise<string> {
  for (const name of ['wasm', 'cpu']) {
    if (await setBackend(name).catch(() => false)) {
      await ready();
      return name;
    }
  }
  throw new ZscapeError('BACKEND_UNAVAILABLE', 'TF.js runs on neither WASM nor plain JavaScript here.');
}

/** A bundle as stock `tf.loadGraphModel` sees it: only model.json and its shards. */
export class RunningModel implements Runner {
  readonly #model: GraphModel;

  private constructor(model: GraphModel) {
    this.#model = model;
  }

  static async load({ files }: { readonly files: readonly BundleFile[] }): Promise<RunningModel> {
    await chooseBackend();
    return new RunningModel(await loadGraphModel(memoryHandler(files)));
  }

  /**
   * Computes the picture as `predict` does, or another node's output.
   * @param z row-major [n, size].
   */
  async run(
    z: Float32Array,
    size: number,
    node?: string,
    classes?: Feed,
  ): Promise<{ shape: number[]; data: Float32Array }> {
    const inputs = this.#inputs(z, size, classes);
    const output = node === undefined ? this.#model.predict(inputs) : this.#model.execute(inputs, node);
    for (const input of Object.values(inputs)) input.dispose();
    return read(output as Tensor);
  }

  async runAll(
    z: Float32Array,
    size: number,
    nodes: readonly string[],
    classes?: Feed,
  ): Promise<RunOutput[]> {
    const inputs = this.#inputs(z, size, classes);
    const outputs = this.#model.execute(inputs, [...nodes]);
    for (const input of Object.values(inputs)) input.dispose();
    return Promise.all((Array.isArray(outputs) ? outputs : [outputs]).map(read));
  }

  /** Assigns inputs by name: any input except the class is the latent. */
  #inputs(z: Float32Array, size: number, classes: Feed | undefined): Record<string, Tensor> {
    const latent = this.#model.inputs.find(({ name }) => name !== classes?.node)!;
    return {
      [latent.name]: tensor(z, [z.length / size, size]),
      ...(classes && { [classes.node]: tensor(classes.data, [...classes.shape], classes.dtype) }),
    };
  }

  dispose(): void {
    this.#model.dispose();
  }
}

async function read(output: Tensor): Promise<{ shape: number[]; data: Float32Array }> {
  try {
    return { shape: output.shape, data: (await output.data()) as Float32Array };
  } finally {
    output.dispose();
  }
}

function memoryHandler(files: readonly BundleFile[]): io.IOHandler {
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
        weightData: joinBytes(group.paths.map(bytesOf)).buffer,
      };
    },
  };
}
