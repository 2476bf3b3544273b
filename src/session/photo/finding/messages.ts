import { count, i18n, params } from '../../../language/texts.ts';

export const findingMessages = i18n('finding', {
  interrupted: params(
    'The search for the face ended because {model} or this session is no longer open. Nothing was lost: go back to it and search again.',
  ),
  fromPicture: 'Photo',
  facesFound: count({ one: 'The face was found and pinned.', other: '{count} faces were found and pinned.' }),
  oneOnEachSide: 'A difference needs a picture on each side: mark at least one “without” and one “with”.',
  noDifference: 'Both sides show the same face, so there is no difference between them. Mark other pictures.',
});
