/**
 * Why a node of an ONNX model cannot be translated: the end of a sentence that begins with the node's name. All obstacles
 * of a model are collected, and then reported together.
 */
export class Obstacle extends Error {
  override readonly name = 'Obstacle';
}
