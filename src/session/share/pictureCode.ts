/** The current picture as a few lines of code that draw it elsewhere. */
import type { BundleManifest } from '../../bundle/schema/manifest.ts';
import { classValues } from '../../engine/backends/point.ts';
import { toBase64 } from '../saved/packedLatents.ts';

/** A model and one of its points. */
interface Drawn {
  model: BundleManifest;
  /** float32 [point size] */
  z: Float32Array;
}

/**
 * Returns three lines of JavaScript that draw the picture with TF.js on the first canvas of a page.
 * @param address of the model's `model.json`; null for a model that is on this device only
 */
export function tfjsCode({ model, z }: Drawn, address: string | null): string {
  const { latent, classes, generator, image } = model;
  const [low, high] = image.range;
  const z32 = `new Float32Array(Uint8Array.from(atob('${toBase64(z.subarray(0, latent.size))}'), (c) => c.charCodeAt(0)).buffer)`;
  const inputs = [`${quoted(generator.input)}: tf.tensor(${z32}, [1, ${latent.size}])`];
  if (classes) {
    const values = [...classValues(classes, z, latent.size)].join(', ');
    const shape = [1, ...classes.shape].join(', ');
    inputs.push(`${quoted(classes.input)}: tf.tensor([${values}], [${shape}], '${classes.dtype}')`);
  }
  const shape = [image.height, image.width, image.channels].join(', ');
  // Loops run only asynchronously; without loops, TF.js warns against that.
  const execute = generator.family === 'graph' ? 'await model.executeAsync' : 'model.execute';
  const from = address ?? `./${model.id}/model.json`;
  return [
    `// ${oneLine(model.title)} by Zscape, with @tensorflow/tfjs 4`,
    ...(address === null ? ['// Export the bundle in Models, and unpack it beside this file.'] : []),
    "import * as tf from '@tensorflow/tfjs';",
    `const model = await tf.loadGraphModel(${quoted(from)});`,
    `const picture = ${execute}({ ${inputs.join(', ')} }, ${quoted(generator.output)});`,
    `await tf.browser.toPixels(tf.clipByValue(tf.div(tf.sub(tf.reshape(picture, [${shape}]), ${low}), ${high - low}), 0, 1), document.querySelector('canvas'));`,
    '',
  ].join('\n');
}

/**
 * Returns three lines of Python that draw the picture with PyTorch, for models whose weights are in the project's own
 * folder.
 */
export function torchCode({ model, z }: Drawn): string {
  return [
    `# ${oneLine(model.title)} by Zscape: run it in the folder of Zscape's sources, with what training/requirements.txt names`,
    'import base64, numpy, torch; from PIL import Image; from training.network.layout import read_generator',
    `generator, _ = read_generator("training/weights/${model.id}.safetensors")`,
    `z = torch.tensor(numpy.frombuffer(base64.b64decode("${toBase64(z)}"), "<f4"))[None]`,
    'Image.fromarray(((generator(z)[0].permute(1, 2, 0) + 1) * 127.5).round().clamp(0, 255).byte().numpy()).save("face.png")',
    '',
  ].join('\n');
}

/** Keeps a model's title within its comment: a line break in it would end the comment and turn the rest into code. */
function oneLine(title: string): string {
  return title.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ');
}

/** Quotes a text as a string literal that it cannot break out of. */
export function quoted(text: string): string {
  return `'${JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;
}
