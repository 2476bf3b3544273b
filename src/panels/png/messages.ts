import { i18n, params } from '../../language/texts.ts';

export const pngMessages = i18n('png', {
  title: 'Export the picture as PNG',
  hint: 'The picture is made on this device and saved to your downloads.',
  recipe: 'Recipe inside',
  size: 'Size',
  pixels: params('{width} × {height} pixels'),
  copy: 'Copy picture',
  export: 'Export',
});
