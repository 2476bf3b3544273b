/** The writer of a Keras model: some layers mean different things to different writers and versions. */

export interface Writer {
  /**
   * Whether bilinear upsampling samples at pixel centres. Keras does so since 2.3, like tf.keras of TensorFlow 2; TF.js
   * and older Keras sample at corners.
   */
  readonly halfPixels: boolean;
  /** Keras 3 clips x / 6 + 1 / 2; all others clip x / 5 + 1 / 2. */
  readonly hardSigmoid: 'fifths' | 'sixths';
  /** The major version of Keras; 2 if the file does not say. */
  readonly major: number;
  /** Keras's backend: Theano reverses its kernels. */
  readonly backend: string;
}

/**
 * Identifies a writer.
 * @param version as the file states it: `2.2.4`, `2.4.0`, `2.2.4-tf`, `3.8.0`, `tfjs-layers 4.22.0`.
 * @param generatedBy the writer of the weights, if `version` is missing: `keras v2.4.0`, `TensorFlow.js tfjs-layers
 * v4.22.0`.
 */
export function writerOf(version: unknown, generatedBy?: unknown, backend?: unknown): Writer {
  const said = [version, generatedBy].find((fact) => typeof fact === 'string' && /\d/.test(fact));
  const fact = typeof said === 'string' ? said.slice(0, 200) : '';
  const byTfjs = /tfjs|tensorflow\.js/i.test(fact);
  const [, first = '2', second = '0', third = '0'] = /(\d+)\.(\d+)(?:\.(\d+))?/.exec(fact) ?? [];
  const [major, minor, patch] = [Number(first), Number(second), Number(third)];
  // TensorFlow 2.0 and 2.1 call their Keras 2.2.4-tf.
  const ofTensorFlow2 = /-tf/.test(fact) && major === 2 && minor === 2 && patch >= 4;
  const modern = major > 2 || (major === 2 && minor >= 3) || ofTensorFlow2;
  return {
    halfPixels: !byTfjs && fact !== '' && modern,
    hardSigmoid: !byTfjs && major >= 3 ? 'sixths' : 'fifths',
    major: byTfjs ? 2 : major,
    backend: typeof backend === 'string' ? backend : '',
  };
}
