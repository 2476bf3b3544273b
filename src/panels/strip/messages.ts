import { i18n, params } from '../../language/texts.ts';

export const stripMessages = i18n('strip', {
  label: 'Latent vector: one tick for each dimension',
  hint: 'The latent vector, one tick for each dimension. Drag to paint: higher is more positive.',
  value: params('z {index}: {value}'),
});
