import type { TranslationOf } from '../../../language/textTypes.ts';
import type { pictureMessages } from './messages.ts';

export default {
  choose: '画像を選ぶ',
  camera: 'カメラを使う',
  paste: '貼り付け',
  orDrop: 'ページのどこにでもドロップ、または貼り付けできます。',
  cameraShows: 'カメラの映像（左右反転）',
  take: '撮影する',
  cancel: 'キャンセル',
  asking: 'カメラの使用を許可するか、ブラウザが確認しています。',

  frame: '枠の後ろの画像',
  frameHelp:
    '拡大率{zoom}、回転{turn}°。ドラッグか矢印キーで移動、プラスとマイナスで拡大と縮小、カンマとピリオドで回転、0でリセットします。',
  brushHelp: 'ドラッグで塗ります。矢印キーでブラシを動かし、スペースキーで塗ることもできます。',
  tool: 'ツール',
  move: '移動',
  counts: '含める',
  not: '除外する',
  zoom: '拡大',
  turn: '回転',
  degrees: '{turn}°',
  quarter: '90°回転',
  reset: 'リセット',
  brush: 'ブラシ',
  undo: '塗りを1つ取り消す',
  clear: '消去',
  all: '画像全体が対象です。',
  some: '暗い部分は除外されます。',
  background: '背景',
  backgroundHint: '画像の外側をこの色で塗ります。',

  align: '顔を合わせる',
  alignHint: '目と口を、このモデルが描く位置（3つの印）に合わせます。',
  finding: '顔を探しています…',
  none: '顔が見つかりませんでした。目と口を手動で3つの印に合わせてください。',
  aligned: '合わせました：回転{turn}°、拡大率{zoom}。目と口が3つの印の上にあります。',
  several: '{count}人の顔が見つかりました。どの顔にしますか？',
  face: '{all}人中{number}人目の顔',
} satisfies TranslationOf<typeof pictureMessages>;
