/**
 * Files that hold a model, but either do not say how to compute it or are not meant for a page. The refusal of each says
 * how to get a file that can be read.
 */

interface Refusal {
  /** Recognises it by its first bytes. */
  matches?(head: Uint8Array): boolean;
  /** Recognises it by the name of the file, or of one in an archive. */
  readonly names?: RegExp;
  /** What it is and what to do, after the file's name. */
  readonly sentence: string;
}

const torch =
  'is a PyTorch file: weights without the network that uses them. In Python, load the generator and export all of it: torch.onnx.export(generator, torch.randn(1, latent_size), "generator.onnx"), and give generator.onnx.';

/** The number at the start of PyTorch's older files, after pickle's own two bytes, as a long of ten bytes. */
const oldTorch = [0x8a, 0x0a, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19];

const refusals: readonly Refusal[] = [
  {
    matches: (head) => isPickle(head) && oldTorch.every((byte, i) => head[i + 2] === byte),
    names: /(^|\/)data\.pkl$|\.(pth|pt)$/i,
    sentence: torch,
  },
  {
    matches: isPickle,
    names: /\.(pkl|pickle)$/i,
    sentence:
      'is a pickle, which only Python can run. Load it in Python with the code that wrote it, take the generator and export it: torch.onnx.export(generator, torch.randn(1, latent_size), "generator.onnx"), or model.export("generator") for Keras.',
  },
  {
    matches: (head) => String.fromCharCode(...head.subarray(4, 8)) === 'TFL3',
    names: /\.tflite$/i,
    sentence:
      'is a TensorFlow Lite model, which is made for phones and cannot be converted back. Export the Keras model it was made from, with model.export("generator") or model.save("generator.keras").',
  },
  {
    names: /(^|\/)[^/]*\.index$/i,
    sentence:
      'is only a checkpoint: weights without the graph that uses them. Build the generator in Python, load the checkpoint into it and save the whole model with model.export("generator").',
  },
  {
    names: /\.pb$/i,
    sentence:
      'is only the graph of a TensorFlow model. A SavedModel is a folder: give all of it, saved_model.pb together with variables/. A frozen graph does not name its inputs and outputs: export the model it was made from with model.export("generator"), or tf.saved_model.save(model, "generator").',
  },
  {
    names: /\.npz$|\.npy$/i,
    sentence:
      'holds NumPy arrays without the network that uses them. Load them into the generator in Python and save the whole model: model.export("generator"), or torch.onnx.export(generator, torch.randn(1, latent_size), "generator.onnx").',
  },
];

function isPickle(head: Uint8Array): boolean {
  return head[0] === 0x80 && head[1]! >= 2 && head[1]! <= 5;
}

/** Recognises such a file. @returns a sentence, or undefined for any other file. */
export function refusalOfFile(head: Uint8Array, name: string): string | undefined {
  const refusal =
    refusals.find(({ matches }) => matches?.(head)) ?? refusals.find(({ names }) => names?.test(name));
  return refusal && `${name} ${refusal.sentence}`;
}

/** Searches a folder or an archive. @returns a sentence about the first such file, if there is one. */
export function refusalOfFiles(paths: readonly string[]): string | undefined {
  for (const { names, sentence } of refusals) {
    const path = paths.find((one) => names?.test(one));
    if (path !== undefined) return `${path.slice(-200)} ${sentence}`;
  }
  return undefined;
}
