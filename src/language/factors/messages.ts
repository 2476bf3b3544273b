import { i18n } from '../texts.ts';

/**
 * Names of the attributes of the shipped models and of the directions that the page finds, under their English names,
 * which the models contain: `Eyes` for an attribute or a heading, `Eyes: closed` for an end of its slider, `Weight axis
 * {n}` for a numbered one.
 */
export const factorMessages = i18n('factors', {} as Record<string, string>);
