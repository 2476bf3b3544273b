import { i18n, params } from '../../../language/texts.ts';

export const rateMessages = i18n('rate', {
  idea: 'The more inputs (n) a layer sums, the smaller its initial weights: their spread is c, He’s constant. Adam moves every weight equally far, so layers with small weights would change faster, relative to their size, than others. The paper keeps all weights at a spread of 1 and multiplies them by c whenever they are used, which makes each step the same relative size in every layer.',
  place: 'section 4.1; Adam: Kingma and Ba 2015',
  table: 'Learning rates',
  layer: 'Layer',
  fanIn: params('n = {count}'),
  weights: 'Weights',
  drawn: 'As initialised',
  trained: 'As trained',
  drawnHint: 'Random weights from He’s initialisation, before any training.',
  trainedHint:
    'The weights of the current model. Where PixelNorm follows a layer, the size of its weights does not affect the picture: they grew during training, and their relative steps became smaller.',
  constant: 'c',
  spread: 'Spread of weights',
  step: 'One step of Adam',
  used: 'as used',
  kept: 'divided by c',
  without: 'without c',
  with: 'with c',
  bundle:
    'Our models store their weights with c already multiplied in, so drawing no longer needs it; this table divides it out again.',
  apart: params(
    'Relative to its weights, the fastest layer moves {plain} times as far as the slowest; with c, {equalized} times.',
  ),
  how: 'One step of Adam at a learning rate of 0.001, as a share of the weights. The gradient is random: the first step depends only on its signs.',
  computing: 'Reading the weights…',
  noLayers: 'This model is not a Progressive GAN, so its layers are unknown.',
});
