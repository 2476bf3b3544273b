/**
 * The page's first script: a few kilobytes that run before all others (`scripts/vite/earlyScript.ts` puts it there). It decides
 * which workers may be started, starts the engine's, and has it show the first picture if the address alone determines that
 * picture. The page's own script, most of which is React, begins when that picture is there, so the two do not compete for the
 * processor.
 */

import { wakeCache } from '../../bundle/device/weightsCache.ts';
import { type BackendChoice, backendNames } from '../../engine/contract.ts';
import { nameWith } from '../../engine/early/beginning.ts';
import { holdEarly } from '../../engine/early/earlyWorker.ts';
import type { OpenAheadMessage } from '../../engine/early/openAhead.ts';
import { chooseLanguage, type Language } from '../../language/languages.ts';
import { showPanelFrame } from '../frame/rootFrame.ts';
import { asksForDefault, fetchFirstModel } from './firstModel.ts';
import { showFrame } from './frameLanguage.ts';
import { guardAddresses } from './guardAddresses.ts';
import { paintEarly } from './paintEarly.ts';
import { tightenPolicy } from './tightenPolicy.ts';

/** The address of the engine's worker, from the page's. */
declare const __ENGINE_WORKER__: string;
/** The addresses of the page's own scripts, from the page's. The first of them is the one that begins. */
declare const __PAGE_SCRIPTS__: readonly [string, ...string[]];
/** The addresses of the texts that the page's own scripts show first, by language. */
declare const __FIRST_TEXTS__: Readonly<Record<string, string>>;

/**
 * The longest waits of the page's own script, in milliseconds: until it is known what to show first, then until a good part of
 * the weights has arrived, and then until their picture is shown.
 */
const patienceMs = { model: 600, weights: 600, picture: 1500 };

const kept = keptSettings();
guardAddresses();
tightenPolicy();
chooseTheme();
const language = chooseLanguage(
  new URLSearchParams(location.search).get('lang'),
  kept.language,
  navigator.languages,
);
const frame = showFrame(language);
showPanelFrame(document.documentElement, kept.panelFrame);
void showFirstPicture().then(openPage);

/**
 * Settles when the picture is shown, when there will be none, or when it takes so long that the rest of the page should come
 * first. Never rejects.
 */
async function showFirstPicture(): Promise<void> {
  try {
    wakeCache();
    const name = nameWith({ choice: backendChoice(), firstModel: asksForDefault() });
    const worker = new Worker(address(__ENGINE_WORKER__), { type: 'module', name });
    let weightsComeSoon = false;
    let shown = () => {};
    const answered = new Promise<void>((resolve) => {
      shown = resolve;
    });
    window.zscapeEarly = holdEarly(worker, (message) => {
      if (message.type === 'weightsAhead') weightsComeSoon = true;
      else {
        const { image } = message;
        // The picture goes on the canvas of the final frame.
        void frame.then(() => {
          if (image) paintEarly(image);
          shown();
        });
      }
    });
    worker.addEventListener('error', shown);
    const first = await Promise.race([fetchFirstModel(), wait(patienceMs.model)]);
    if (!first) return;
    worker.postMessage({ type: 'openAhead', ...first } satisfies OpenAheadMessage);
    fetchPage();
    await Promise.race([answered, wait(patienceMs.weights)]);
    if (weightsComeSoon) await Promise.race([answered, wait(patienceMs.picture)]);
  } catch {
    // The page's own script tries again, and says what is wrong.
  }
}

function wait(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** Has the browser fetch the page's own scripts, without running them yet. */
function fetchPage(): void {
  const texts = __FIRST_TEXTS__[language];
  for (const script of [...__PAGE_SCRIPTS__, ...(texts === undefined ? [] : [texts])]) {
    const link = document.createElement('link');
    Object.assign(link, { rel: 'preload', as: 'script', crossOrigin: 'anonymous', fetchPriority: 'low' });
    link.href = address(script);
    document.head.append(link);
  }
}

/** Shown when the page's scripts could not be fetched; all other texts come with those scripts. */
const scriptMissing: Readonly<Record<Language, string>> = {
  en: 'The page could not be loaded. Check the connection and reload.',
  ja: 'ページのスクリプトを読み込めませんでした。接続を確認して、再読み込みしてください。',
  ko: '페이지의 스크립트를 불러오지 못했습니다. 연결을 확인하고 새로 고치십시오.',
};

function openPage(): void {
  import(/* @vite-ignore */ address(__PAGE_SCRIPTS__[0])).catch((error: unknown) => {
    const notice = document.createElement('p');
    notice.role = 'alert';
    notice.className = 'script-missing';
    notice.textContent = scriptMissing[language];
    document.body.append(notice);
    throw error;
  });
}

function address(fromPage: string): string {
  return new URL(fromPage, document.baseURI).href;
}

/** The saved settings, not yet checked. */
function keptSettings(): Record<string, unknown> {
  try {
    return JSON.parse(localStorage.getItem('zscape.settings') ?? '{}') ?? {};
  } catch {
    return {}; // Nothing is saved, or it cannot be read.
  }
}

/** The backend that the page's own script will also choose: the one in the address, otherwise the one in the settings. */
function backendChoice(): BackendChoice {
  const wished = new URLSearchParams(location.search).get('backend')?.toLowerCase();
  const choices: readonly BackendChoice[] = ['auto', ...backendNames];
  const chosen = [wished, kept.backend].map((name) => choices.find((choice) => choice === name));
  return chosen[0] ?? chosen[1] ?? 'auto';
}

/** Sets the theme of the frame in the HTML, before the frame is painted. */
function chooseTheme(): void {
  const { theme } = kept;
  const light =
    theme === 'light' || (theme !== 'dark' && matchMedia('(prefers-color-scheme: light)').matches);
  document.documentElement.dataset.theme = light ? 'light' : 'dark';
}
