/**
 * Why a node of an ONNX model cannot be translated: the end of the sentence that begins with the node's name. All
 * obstacles of a model are gathered, and then said at once.
 */
export class Obstacle extends Error {
  override readonly name = 'Obstacle';
}
