import { i18n, params } from '../../../language/texts.ts';

export const normMessages = i18n('norm', {
  idea: 'As the generator and the discriminator compete, they can push each other to ever larger values until neither learns any more. To prevent this, the generator divides the features of each pixel by their root mean square after every convolution, which keeps their pattern and removes their overall strength. The paper found that this does no harm, and that it stops values from escalating where they otherwise would.',
  formula: 'b = a / √(mean of a² over the N maps + ε), ε = 10⁻⁸',
  place: 'section 4.2',
  all: 'Pixel norm',
  allHint: 'When off, no layer is normalised. This affects every picture until you turn it back on.',
  blocks: 'By block',
  block: params('Block {side} × {side}'),
  measuring: 'Measuring the signal…',
  with: params('With: root mean square {value} after the last layer'),
  without: params('Without: {value}'),
  none: 'No layer of this model is normalised.',
  onlyGenerator:
    'Only the generator uses it (appendix A.1). The paper does not say why; a likely reason is that a discriminator judges by how strong its features are, and dividing by that strength would erase its verdict.',
});
