/** Notices about sessions that are saved again, or that continue as a copy. */
import { ZscapeError } from '../../base/errors.ts';
import { formatList } from '../../language/numbers.ts';
import { inPageLanguage } from '../../language/texts.ts';
import { sessionMessages } from '../messages.ts';
import type { ReadSession } from './kept/keptRecords.ts';

export function keptAgain(): ZscapeError {
  return new ZscapeError('STORAGE_REFUSED', sessionMessages.get().keptAgain, inPageLanguage());
}

export function copied({ lost }: Pick<ReadSession, 'lost'> = { lost: [] }): ZscapeError {
  const t = sessionMessages.get();
  const said = lost.length > 0 ? t.copiedDamaged({ lost: formatList(lost) }) : t.copiedOpen;
  return new ZscapeError('SESSION_INVALID', said, inPageLanguage());
}
