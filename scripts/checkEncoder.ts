/**
 * tsx scripts/checkEncoder.ts FOLDER EXPECTED: loads FOLDER/model.json with the stock `tf.loadGraphModel` and compares its latents
 * with PyTorch's. EXPECTED is JSON: { images: [n, r, r, 3] and latents: [n, size], each { shape, data: base64 of little-endian
 * float32 } }.
 * Prints the largest difference; exit code 0 when it is below the tolerance, 1 otherwise, 2 for wrong usage.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { loadGraphModel } from '@tensorflow/tfjs-converter';
import { type io, setBackend, type Tensor, tensor } from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';

const tolerance = 1e-3;

interface Packed {
  shape: number[];
  data: string;
}

function unpacked({ shape, data }: Packed): { shape: number[]; values: Float32Array } {
  const bytes = Uint8Array.from(Buffer.from(data, 'base64'));
  return { shape, values: new Float32Array(bytes.buffer) };
}

/** Reads a graph model as the page's loader does, but from the disk. */
function folderHandler(folder: string): io.IOHandler {
  return {
    async load() {
      const model = JSON.parse(await readFile(join(folder, 'model.json'), 'utf8'));
      const [group] = model.weightsManifest as [{ paths: string[]; weights: io.WeightsManifestEntry[] }];
      const parts = await Promise.all(group.paths.map((path) => readFile(join(folder, path))));
      return {
        format: model.format,
        signature: model.signature,
        modelTopology: model.modelTopology,
        weightSpecs: group.weights,
        weightData: Uint8Array.from(Buffer.concat(parts)).buffer,
      };
    },
  };
}

async function largestDifference(folder: string, file: string): Promise<number> {
  const expected = JSON.parse(await readFile(file, 'utf8')) as { images: Packed; latents: Packed };
  await setBackend('cpu');
  const model = await loadGraphModel(folderHandler(folder));
  const images = unpacked(expected.images);
  const latents = unpacked(expected.latents);
  const output = model.predict(tensor(images.values, images.shape)) as Tensor;
  if (output.shape.join() !== latents.shape.join()) {
    throw new Error(`The output is [${output.shape}], but PyTorch's is [${latents.shape}].`);
  }
  const found = await output.data();
  return latents.values.reduce((most, value, i) => Math.max(most, Math.abs(value - found[i]!)), 0);
}

const [folder, file] = process.argv.slice(2);
if (folder === undefined || file === undefined) {
  process.stderr.write('Usage: tsx scripts/checkEncoder.ts FOLDER EXPECTED\n');
  process.exitCode = 2;
} else {
  const difference = await largestDifference(folder, file);
  process.stdout.write(`${difference}\n`);
  process.exitCode = difference < tolerance ? 0 : 1;
}
