import type { Language } from '../../language/languages.ts';
import { switchLanguage } from '../../language/texts.ts';
import { fieldRules } from '../../store/state/fields.ts';
import type { Command } from '../command.ts';

/** Shows the page in another language, and remembers it. This overrides the language in the address. */
export const setLanguage: Command<[language: Language], Promise<void>> = {
  name: 'Language',
  undo: 'none',
  async perform({ store }, language) {
    store.setState({ language });
    forgetAsked();
    await switchLanguage(language);
  },
};

/** Removes the language from the address, where a reload would find it again. */
function forgetAsked(): void {
  if (typeof location === 'undefined') return;
  const address = new URL(location.href);
  if (!address.searchParams.has(fieldRules.language.url)) return;
  address.searchParams.delete(fieldRules.language.url);
  history.replaceState(history.state, '', address);
}
