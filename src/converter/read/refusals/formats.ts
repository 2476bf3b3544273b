/**
 * Files that hold a model, but not in a form that says how to compute it, or not one for a page. Each is refused with the
 * way to what can be read.
 */

interface Refusal {
  /** By its first bytes. */
  matches?(head: Uint8Array): boolean;
  /** By the name of the file, or of one in an archive. */
  readonly names?: RegExp;
  /** What it is and what to do, after the file's name. */
  readonly sentence: string;
}

const torch =
  'is a file of PyTorch, whose weights say nothing of how to compute with them. In Python, load the generator and export it whole, torch.onnx.export(generator, torch.randn(1, latent_size), "generator.onnx"), and give generator.onnx.';

/** The number with which PyTorch's older files begin, after pickle's own two bytes, as a long of ten bytes. */
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
      'is a pickle, which is a program of Python and only runs there. Load it in Python with the code that it was written by, take the generator, and export it: torch.onnx.export(generator, torch.randn(1, latent_size), "generator.onnx"), or model.export("generator") for Keras.',
  },
  {
    matches: (head) => String.fromCharCode(...head.subarray(4, 8)) === 'TFL3',
    names: /\.tflite$/i,
    sentence:
      'is a model of TensorFlow Lite, which is made for phones and cannot be turned back. Export the Keras model that it was made from, with model.export("generator") or model.save("generator.keras").',
  },
  {
    names: /(^|\/)[^/]*\.index$/i,
    sentence:
      'is a checkpoint alone: weights without the graph that computes with them. Build the generator in Python, load the checkpoint into it, and write it whole with model.export("generator").',
  },
  {
    names: /\.pb$/i,
    sentence:
      'is a graph of TensorFlow alone. A SavedModel is a folder: give it whole, saved_model.pb together with variables/. Of a frozen graph nobody knows what goes in and what comes out: export the model it was made from with model.export("generator"), or tf.saved_model.save(model, "generator").',
  },
  {
    names: /\.npz$|\.npy$/i,
    sentence:
      'holds arrays of NumPy, without the network that computes with them. Load them into the generator in Python and write that whole: model.export("generator"), or torch.onnx.export(generator, torch.randn(1, latent_size), "generator.onnx").',
  },
];

function isPickle(head: Uint8Array): boolean {
  return head[0] === 0x80 && head[1]! >= 2 && head[1]! <= 5;
}

/** @returns a sentence, or undefined for a file that is none of these. */
export function refusalOfFile(head: Uint8Array, name: string): string | undefined {
  const refusal =
    refusals.find(({ matches }) => matches?.(head)) ?? refusals.find(({ names }) => names?.test(name));
  return refusal && `${name} ${refusal.sentence}`;
}

/** @returns a sentence on the first file of a folder or an archive that is one of these. */
export function refusalOfFiles(paths: readonly string[]): string | undefined {
  for (const { names, sentence } of refusals) {
    const path = paths.find((one) => names?.test(one));
    if (path !== undefined) return `${path.slice(-200)} ${sentence}`;
  }
  return undefined;
}
