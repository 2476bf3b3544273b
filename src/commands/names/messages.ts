import { i18n } from '../../language/texts.ts';

/**
 * The names of commands in other languages, under their English names. The English names are in the commands themselves
 * and in the history of sessions, which therefore do not depend on the language at the time; so there are none here.
 */
export const nameMessages = i18n('names', {} as Record<string, string>);
