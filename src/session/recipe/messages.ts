import { i18n, params } from '../../language/texts.ts';

/** Texts about files with recipes. */
export const recipeMessages = i18n('recipe', {
  restored: params('Restored {file}.'),
  restoredApart: params('Restored {file} in its own session. Your earlier work is in Sessions.'),
  otherWeights: params(
    '{file} was made with different weights of {model} from the ones here, so its faces may look different.',
  ),
  getModel: params(
    '{file} was made with {model}, which is not here yet. Get it in Models, and the file opens along with it.',
  ),
  noModel: params(
    '{file} was made with {model}, which is not here. If you have that model, add it in Models as “{id}” and open the file again.',
  ),
  stripped: params(
    '{file} holds no recipe. Only files exported by Zscape have one, and social networks and programs that recompress pictures remove it. Ask for the original file, as it was exported.',
  ),
  empty: params('{file} is empty. Ask for the file again.'),
});
