/** All supported ONNX ops, by name. */
import type { Translate } from '../call.ts';
import { inputOf } from '../call.ts';
import { activationOps } from './activations.ts';
import { conv, pool } from './convolution/convolution.ts';
import { convTranspose } from './convolution/convTranspose.ts';
import { cutOps } from './cut.ts';
import { denseOps } from './dense.ts';
import { einsum } from './einsum.ts';
import { elementwiseOps } from './elementwise.ts';
import { joinOps } from './join.ts';
import { normaliseOps } from './normalise.ts';
import { reduceOps } from './reduce.ts';
import { reshapeOps } from './reshape.ts';
import { resizeOps } from './resize.ts';
import { shapeOps } from './shapes.ts';

export const translations: ReadonlyMap<string, Translate> = new Map(
  Object.entries<Translate>({
    ...elementwiseOps,
    ...activationOps,
    ...denseOps,
    ...normaliseOps,
    ...reduceOps,
    ...shapeOps,
    ...reshapeOps,
    ...cutOps,
    ...joinOps,
    ...resizeOps,
    Conv: conv,
    ConvTranspose: convTranspose,
    AveragePool: pool('AvgPool'),
    MaxPool: pool('MaxPool'),
    Einsum: einsum,
    Dropout: (call) => inputOf(call, 0),
  }),
);
