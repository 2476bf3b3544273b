import type { TranslationOf } from '../../language/textTypes.ts';
import type { historyMessages } from './messages.ts';

export default {
  undo: '실행 취소',
  redo: '다시 실행',
  undoStep: '실행 취소: {step}',
  redoStep: '다시 실행: {step}',
  nothingToUndo: '취소할 작업이 없습니다',
  nothingToRedo: '다시 실행할 작업이 없습니다',
  withKey: '{what} ({key})',
  history: '작업 기록',
  otherBranch: '다른 갈래',
} satisfies TranslationOf<typeof historyMessages>;
