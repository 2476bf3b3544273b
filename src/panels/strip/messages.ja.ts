import type { TranslationOf } from '../../language/textTypes.ts';
import type { stripMessages } from './messages.ts';

export default {
  label: '潜在ベクトル：1つの次元が1本の目盛り',
  hint: '潜在ベクトルです。1つの次元が1本の目盛りで、ドラッグすると塗れます。上ほど大きな値になります。',
  value: 'z {index}：{value}',
} satisfies TranslationOf<typeof stripMessages>;
