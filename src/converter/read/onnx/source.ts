import type { Source } from '../source.ts';

/** ONNX models: one .onnx file, possibly with files of weights beside it. */
export const onnx: Source = {
  mark: 'an .onnx file',
  isMark: (name) => name.endsWith('.onnx'),
  singleFile: { name: 'model.onnx', ending: '.onnx', matches },
  load: async () => (await import('./readModel.ts')).readModel,
};

/**
 * The possible second tags: the producer's name, version, domain, the model's version, its documentation, the graph, the
 * opset.
 */
const secondTags = new Set([0x12, 0x1a, 0x22, 0x28, 0x32, 0x3a, 0x42]);

/**
 * Recognises a file by the version of the format, which comes first: at least 3 for every supported opset, while a
 * saved_model.pb has 1.
 */
function matches(head: Uint8Array): boolean {
  const [tag, version = 0, second = 0] = head;
  return tag === 0x08 && version >= 3 && version < 0x40 && secondTags.has(second);
}
