import { count, i18n, params } from '../language/texts.ts';

/** Texts of the session: news, and failures that need more words than their code. */
export const sessionMessages = i18n('session', {
  keptAgain: 'The browser can save data for this page again, and your work is saved.',
  copiedDamaged: params(
    'This session is damaged: {lost} could not be read. You are working in a copy; the damaged session stays unchanged.',
  ),
  copiedOpen: 'This session is open in another tab, so you are working in a copy.',
  openElsewhere:
    'This session is open in a tab. Close that tab, or switch to another session there, and try again.',
  cameLate:
    'The browser’s storage was slow to answer, so the page started without it. This tab’s earlier work is in Sessions.',
  breaksThePage:
    'This tab’s session broke the page when it opened, so a new one was started. The old one is still in Sessions, where you can export it as a file.',
  damaged: params(
    'Some data in this browser can no longer be read: {what}. It stays unchanged, and you can export it as a file from Sessions. Everything else is here.',
  ),
  damagedSessions: count({ one: '{count} session', other: '{count} sessions' }),
  damagedPins: count({ one: '{count} pin', other: '{count} pins' }),
  damagedTaught: count({ one: '{count} taught attribute', other: '{count} taught attributes' }),
  storageFull:
    'The browser has no room left for this page. You can go on working, but what you do now will be gone after a reload. Export the session as a file, or free up space for this site.',
  storageRefused:
    'This browser saves no data for this page (is this a private window?). You can go on working, but your work will be gone after a reload. To keep it, export the session as a file.',
  storageSilent:
    'The browser’s storage is not answering. You can go on working, and your work is saved as soon as storage answers. Until then, export the session as a file to be safe; restarting the browser often helps.',
  taughtElsewhere: params('“{name}” was taught on {there} and may mean something else with {here}.'),
  notHere: params(
    'This link is for the model “{model}”, which is not here. If it is one of your own, add it in Models first, under that name.',
  ),
});
