import type { ErrorCode } from '../../base/errors.ts';
import { i18n } from '../texts.ts';

/**
 * What each kind of failure means in another language. The English is the error's own sentence, which also names the
 * guilty thing, so there is none here.
 */
export const errorMessages = i18n('errors', {} as Record<ErrorCode | 'WARNING', string>);
