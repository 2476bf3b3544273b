import type { TranslationOf } from '../../language/textTypes.ts';
import type { pngMessages } from './messages.ts';

export default {
  title: '画像をPNGとして書き出す',
  hint: 'この端末で作られ、ダウンロードに保存されます。',
  recipe: 'レシピを入れる',
  size: 'サイズ',
  pixels: '{width} × {height}ピクセル',
  copy: '画像をコピー',
  export: '書き出す',
} satisfies TranslationOf<typeof pngMessages>;
