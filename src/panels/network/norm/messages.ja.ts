import type { TranslationOf } from '../../../language/textTypes.ts';
import type { normMessages } from './messages.ts';

export default {
  idea: '競い合う生成器と識別器は、互いの値をどんどん大きくし、ついにはどちらも学べなくなることがあります。これを防ぐため、生成器では畳み込みのたびに、各ピクセルの特徴をその二乗平均平方根で割ります。模様は保たれ、全体の強さだけが取り除かれます。論文によれば、これによる害はなく、値が膨らみそうなときにはそれを抑えます。',
  formula: 'b = a / √(N枚のマップにわたるa²の平均 + ε)、ε = 10⁻⁸',
  place: '4.2節',
  all: 'ピクセル正規化',
  allHint: 'オフにすると、どの層も正規化されません。オンに戻すまで、すべての画像に影響します。',
  blocks: 'ブロックごと',
  block: 'ブロック {side} × {side}',
  measuring: '信号を測っています…',
  with: 'あり：最後の層のあとの二乗平均平方根 {value}',
  without: 'なし：{value}',
  none: 'このモデルに、正規化される層はありません。',
  onlyGenerator:
    '正規化を使うのは生成器だけです（付録A.1）。論文は理由を述べていませんが、識別器は特徴の強さで判定するため、その強さで割ると判定が失われるからだと考えられます。',
} satisfies TranslationOf<typeof normMessages>;
