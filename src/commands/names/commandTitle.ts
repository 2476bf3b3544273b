import { useMessages } from '../../language/useMessages.ts';
import { nameMessages } from './messages.ts';

/**
 * Returns the name of a command or of a step of the history, in the language of the page. @param name in English, as in
 * commands and sessions
 */
export function commandTitle(name: string): string {
  const texts = nameMessages.get();
  const whole = texts[name];
  if (whole !== undefined) return whole;
  const model = /^Load (.+)$/.exec(name)?.[1];
  const load = texts['Load {model}'];
  if (model !== undefined && load !== undefined) return load.replace('{model}', () => model);
  return name;
}

/** Returns `commandTitle` for components, which are rendered again when the language changes. */
export function useCommandTitle(): typeof commandTitle {
  useMessages(nameMessages);
  return commandTitle;
}
