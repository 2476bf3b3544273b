import type { TranslationOf } from '../../language/textTypes.ts';
import type { historyMessages } from './messages.ts';

export default {
  undo: '元に戻す',
  redo: 'やり直す',
  undoStep: '元に戻す: {step}',
  redoStep: 'やり直す: {step}',
  nothingToUndo: '元に戻す操作はありません',
  nothingToRedo: 'やり直す操作はありません',
  withKey: '{what} ({key})',
  history: '履歴',
  otherBranch: '別の枝',
} satisfies TranslationOf<typeof historyMessages>;
