/**
 * The Keras layers that the converter supports. A new one is a function in one of these files and an entry in its table.
 */
import {
  activation,
  asItIs,
  elu,
  leakyRelu,
  prelu,
  relu,
  rescaling,
  softmax,
  thresholdedRelu,
} from './activationLayers.ts';
import { convolutionLayers } from './convolution.ts';
import { dense, embedding, repeatVector } from './dense.ts';
import type { LayerKind } from './layerCall.ts';
import { mergingLayers } from './merging.ts';
import { normalisationLayers } from './normalisation.ts';
import { pictureLayers } from './pictures.ts';
import { flatten, permute, reshape } from './shaping.ts';

/** Layers that have an effect in training only. */
const inTrainingOnly = [
  'Dropout SpatialDropout1D SpatialDropout2D SpatialDropout3D GaussianNoise GaussianDropout AlphaDropout',
  'ActivityRegularization Identity RandomFlip RandomRotation RandomTranslation RandomZoom RandomContrast RandomBrightness',
].flatMap((line) => line.split(' '));

export const layerKinds: ReadonlyMap<string, LayerKind> = new Map<string, LayerKind>([
  ...Object.entries<LayerKind>(convolutionLayers),
  ...Object.entries<LayerKind>(normalisationLayers),
  ...Object.entries<LayerKind>(pictureLayers),
  ...Object.entries<LayerKind>(mergingLayers),
  ...Object.entries<LayerKind>({
    Dense: {
      build: dense,
      weights: (config) => (config.use_bias === false ? ['kernel'] : ['kernel', 'bias']),
    },
    Embedding: { build: embedding, weights: () => ['embeddings'] },
    RepeatVector: { build: repeatVector },
    Reshape: { build: reshape },
    Flatten: { build: flatten },
    Permute: { build: permute },
    Activation: { build: activation },
    LeakyReLU: { build: leakyRelu },
    ReLU: { build: relu },
    ThresholdedReLU: { build: thresholdedRelu },
    PReLU: { build: prelu, weights: () => ['alpha'] },
    ELU: { build: elu },
    Softmax: { build: softmax },
    Rescaling: { build: rescaling },
  }),
  ...inTrainingOnly.map((kind): [string, LayerKind] => [kind, { build: asItIs }]),
]);

/** Other names for the same layers, by version and writer. */
const otherNames: Readonly<Record<string, string>> = {
  Convolution2D: 'Conv2D',
  Convolution1D: 'Conv1D',
  Convolution2DTranspose: 'Conv2DTranspose',
  Deconvolution2D: 'Conv2DTranspose',
  SeparableConvolution2D: 'SeparableConv2D',
  MaxPool2D: 'MaxPooling2D',
  AvgPool2D: 'AveragePooling2D',
  GlobalAvgPool2D: 'GlobalAveragePooling2D',
  GlobalMaxPool2D: 'GlobalMaxPooling2D',
  BatchNormalizationV1: 'BatchNormalization',
  BatchNormalizationV2: 'BatchNormalization',
  SyncBatchNormalization: 'BatchNormalization',
};

/** Returns the class's name in the table. A custom class, `package>Name`, keeps its name and is unknown. */
export function plainKind(kind: string): string {
  const name = kind.replace(/^(Addons>|keras\.([\w]+\.)*)/, '');
  return Object.hasOwn(otherNames, name) ? otherNames[name]! : name;
}
