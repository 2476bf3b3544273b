/** Who wrote a Keras model: some layers mean different things to different writers and versions. */

export interface Writer {
  /**
   * Whether bilinear upsampling takes the centres of pixels. Keras does since 2.3, as tf.keras of TensorFlow 2; TF.js and
   * older Keras take their corners.
   */
  readonly halfPixels: boolean;
  /** Keras 3 clips x / 6 + 1 / 2 where everyone before clips x / 5 + 1 / 2. */
  readonly hardSigmoid: 'fifths' | 'sixths';
  /** The first number of the version of Keras; 2 where the file does not say. */
  readonly major: number;
  /** What computed for Keras: Theano turns its kernels round. */
  readonly backend: string;
}

/**
 * @param version as the file says it: `2.2.4`, `2.4.0`, `2.2.4-tf`, `3.8.0`, `tfjs-layers 4.22.0`.
 * @param generatedBy what wrote the weights, where `version` is left out: `keras v2.4.0`, `TensorFlow.js tfjs-layers v4.22.0`.
 */
export function writerOf(version: unknown, generatedBy?: unknown, backend?: unknown): Writer {
  const said = [version, generatedBy].find((fact) => typeof fact === 'string' && /\d/.test(fact));
  const fact = typeof said === 'string' ? said.slice(0, 200) : '';
  const byTfjs = /tfjs|tensorflow\.js/i.test(fact);
  const [, first = '2', second = '0', third = '0'] = /(\d+)\.(\d+)(?:\.(\d+))?/.exec(fact) ?? [];
  const [major, minor, patch] = [Number(first), Number(second), Number(third)];
  // 2.2.4-tf is what TensorFlow 2.0 and 2.1 call their Keras.
  const ofTensorFlow2 = /-tf/.test(fact) && major === 2 && minor === 2 && patch >= 4;
  const modern = major > 2 || (major === 2 && minor >= 3) || ofTensorFlow2;
  return {
    halfPixels: !byTfjs && fact !== '' && modern,
    hardSigmoid: !byTfjs && major >= 3 ? 'sixths' : 'fifths',
    major: byTfjs ? 2 : major,
    backend: typeof backend === 'string' ? backend : '',
  };
}
