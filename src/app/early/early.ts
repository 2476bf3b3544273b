/**
 * The page's first script, a few kilobytes in front of all others (`scripts/vite/earlyScript.ts` puts it there). It says which
 * workers may be started, starts the engine's, and has it show the first picture where the address alone says which one that
 * is. The page's own script, most of which is React, begins when that picture stands, so that the two do not share a processor.
 */

import { type BackendChoice, backendNames } from '../../engine/contract.ts';
import { holdEarly } from '../../engine/early/earlyWorker.ts';
import type { EarlyMessage } from '../../engine/early/openAhead.ts';
import { fetchFirstModel } from './firstModel.ts';
import { guardAddresses } from './guardAddresses.ts';
import { paintEarly } from './paintEarly.ts';
import { tightenPolicy } from './tightenPolicy.ts';

/** The address of the engine's worker, from the page's. */
declare const __ENGINE_WORKER__: string;
/** The addresses of the page's own scripts, from the page's. The first of them is the one that begins. */
declare const __PAGE_SCRIPTS__: readonly [string, ...string[]];

/**
 * The page's own script waits this long, in milliseconds, until it is known what to show first, then until a good part of the
 * weights is here, and then until their picture stands.
 */
const patienceMs = { model: 600, weights: 600, picture: 1500 };

const kept = keptSettings();
guardAddresses();
tightenPolicy();
chooseTheme();
void showFirstPicture().then(openPage);

/**
 * Settles when the picture stands, when there will be none, and when it takes so long that whoever waits for it should have the
 * rest of the page meanwhile. Never rejects.
 */
async function showFirstPicture(): Promise<void> {
  try {
    const worker = new Worker(address(__ENGINE_WORKER__), { type: 'module', name: 'zscape-engine' });
    let weightsComeSoon = false;
    let shown = () => {};
    const answered = new Promise<void>((resolve) => {
      shown = resolve;
    });
    window.zscapeEarly = holdEarly(worker, (message) => {
      if (message.type === 'weightsAhead') weightsComeSoon = true;
      else {
        if (message.image) paintEarly(message.image);
        shown();
      }
    });
    worker.addEventListener('error', shown);
    const tell = (message: EarlyMessage) => worker.postMessage(message);
    tell({ type: 'startAhead', choice: backendChoice() });
    const first = await Promise.race([fetchFirstModel(), wait(patienceMs.model)]);
    if (!first) return;
    tell({ type: 'openAhead', ...first });
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

/** Has the browser fetch the page's own scripts, which are not run yet. */
function fetchPage(): void {
  for (const script of __PAGE_SCRIPTS__) {
    const link = document.createElement('link');
    Object.assign(link, { rel: 'preload', as: 'script', crossOrigin: 'anonymous', fetchPriority: 'low' });
    link.href = address(script);
    document.head.append(link);
  }
}

function openPage(): void {
  import(/* @vite-ignore */ address(__PAGE_SCRIPTS__[0])).catch((error: unknown) => {
    const notice = document.createElement('p');
    notice.role = 'alert';
    notice.className = 'script-missing';
    notice.textContent = 'The page’s script could not be loaded. Check the connection and reload.';
    document.body.append(notice);
    throw error;
  });
}

function address(fromPage: string): string {
  return new URL(fromPage, document.baseURI).href;
}

/** The settings that were kept, which nobody has checked. */
function keptSettings(): Record<string, unknown> {
  try {
    return JSON.parse(localStorage.getItem('zscape.settings') ?? '{}') ?? {};
  } catch {
    return {}; // Nothing is kept, or nothing that could be read.
  }
}

/** The same choice as the page's own script will make: what the address asks for, or else what was set. */
function backendChoice(): BackendChoice {
  const wished = new URLSearchParams(location.search).get('backend')?.toLowerCase();
  const choices: readonly BackendChoice[] = ['auto', ...backendNames];
  const chosen = [wished, kept.backend].map((name) => choices.find((choice) => choice === name));
  return chosen[0] ?? chosen[1] ?? 'auto';
}

/** The theme of the frame that the HTML brings; it has to be there before the frame is painted. */
function chooseTheme(): void {
  const { theme } = kept;
  const light =
    theme === 'light' || (theme !== 'dark' && matchMedia('(prefers-color-scheme: light)').matches);
  document.documentElement.dataset.theme = light ? 'light' : 'dark';
}
