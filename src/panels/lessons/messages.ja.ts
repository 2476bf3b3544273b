import type { TranslationOf } from '../../language/textTypes.ts';
import type { lessonsMessages } from './messages.ts';

export default {
  title: 'レッスン',
  hint: '実際の操作部品を使う、1分から2分の短い案内です。試したことはすべて元に戻せます。',
  start: '始める',
  goOn: '続ける',
  again: 'もう一度',
  startOne: '始める: {lesson}',
  goOnWith: '続ける: {lesson}',
  takeAgain: 'もう一度: {lesson}',
  steps: '全{of}ステップ',
  at: 'ステップ {step}/{of}',
  finished: '修了',
  lesson: 'レッスン: {lesson}',
  inTab: '印の付いた「{panel}」タブにあります。',
  inFold: '折りたたまれている「{part}」（印の付いた見出し）の中にあります。',
  absent:
    '現在のモデルやページにはこの操作部品がないため、お見せできません。このまま次のステップへ進めます。',
  done: '完了',
  said: '{step}。{words}',
  saidDone: '完了。{words}',
  keys: 'Tabキーで操作部品とレッスンの間を行き来できます。Escapeで終わります。',
  back: '戻る',
  showMe: 'やって見せる',
  skip: 'とばす',
  next: '次へ',
  finish: '修了する',
  nextLesson: '次のレッスン: {lesson}',
  end: '終わる',
  endHint: 'レッスンを終えます (Escape)。あとで、ここから続けられます。',
  ended: 'レッスンを終えました。',
} satisfies TranslationOf<typeof lessonsMessages>;
