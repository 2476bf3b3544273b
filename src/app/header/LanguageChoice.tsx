import { useId } from 'react';
import { useRun } from '../../commands/hooks.ts';
import { setLanguage } from '../../commands/view/setLanguage.ts';
import { languages, languageTitles } from '../../language/languages.ts';
import { useLanguage, useMessages } from '../../language/useMessages.ts';
import { headerMessages } from './messages.ts';

/** The choice of the page's language. Each language is named in itself, for people who cannot read the others. */
export function LanguageChoice() {
  const run = useRun();
  const t = useMessages(headerMessages);
  const current = useLanguage();
  const id = useId();
  return (
    <div className="choice">
      <label className="choice-label" htmlFor={id}>
        {t.language}
      </label>
      <select
        id={id}
        value={current}
        onChange={(event) => {
          const chosen = languages.find((one) => one === event.currentTarget.value);
          if (chosen) run(setLanguage, chosen);
        }}
      >
        {languages.map((one) => (
          <option key={one} value={one} lang={one}>
            {languageTitles[one]}
          </option>
        ))}
      </select>
    </div>
  );
}
