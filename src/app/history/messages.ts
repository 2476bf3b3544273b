import { i18n, params } from '../../language/texts.ts';

export const historyMessages = i18n('history', {
  undo: 'Undo',
  redo: 'Redo',
  undoStep: params('Undo: {step}'),
  redoStep: params('Redo: {step}'),
  nothingToUndo: 'Nothing to undo',
  nothingToRedo: 'Nothing to redo',
  withKey: params('{what} ({key})'),
  history: 'History',
  otherBranch: 'Another branch',
});
