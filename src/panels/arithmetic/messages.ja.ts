import type { TranslationOf } from '../../language/textTypes.ts';
import type { arithmeticMessages } from './messages.ts';

export default {
  title: '顔の計算',
  expression: '式',
  character: '{place}文字目です。',
  guard: '球面にとどめる',
  guardExportOnly:
    'このモデルはzの向きだけを見ます。そのため、書き出す内容は変わりますが、画像は変わりません。',
  guardHint: '結果を、モデルの学習時の長さに戻します。',
  showResult: '結果を表示',
  pinFirst: '顔をいくつかピン留めしてください。トレイの順にA、B、C…と呼べるようになります。',
  pin: '{letter}：{name}',
  analogy: 'アナロジー',
  analogyHint:
    '1つ目の顔と2つ目の顔の関係を、3つ目の顔に当てはめます。ピンを3つ選ぶか、ここへドラッグしてください。',
  first: '1つ目',
  second: '2つ目',
  third: '3つ目',
  firstFace: '1つ目の顔',
  secondFace: '2つ目の顔',
  thirdFace: '3つ目の顔',
  answer: '答え',
  answerHint: '答えを表示',
  examples: '例',
  examplesHint: '押すと試せます。',
  addAndSubtract: '1つの顔を引き、別の顔を足します。',
  between: '2つの顔のちょうど中間です。mean(A, B)も同じです。',
  along: '属性の方向に標準偏差1.5個分動かします。',
  mix: 'AからBへ直線で30%進みます。',
  slerp: 'AからBへ球面に沿って30%進みます。',
  norm: '結果を球面上に戻します。',
  pinsMissing: 'ピンが足りないときは、現在の顔とランダムな顔が自動でピン留めされます。',
  names: 'ピンの名前でも書けます。空白を含む名前は引用符で囲みます。',
} satisfies TranslationOf<typeof arithmeticMessages>;
