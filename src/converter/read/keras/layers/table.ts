/** The Keras layers that the converter builds. A new one is a function in one of these files and a line in its table. */
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

/** They change numbers in training only. */
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

/** What versions and writers call the same layers. */
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

/** The class as the table has it. A class of somebody's own, `package>Name`, keeps its name and is not known. */
export function plainKind(kind: string): string {
  const name = kind.replace(/^(Addons>|keras\.([\w]+\.)*)/, '');
  return Object.hasOwn(otherNames, name) ? otherNames[name]! : name;
}
