/**
 * The page's first script, a kilobyte in front of all others (`scripts/vite/earlyScript.ts` puts it there). It says which
 * workers may be started, starts the engine's, and has it read the model that the page will most likely show: both are
 * on their way while the page's own script is being fetched.
 */

import { type BackendChoice, backendNames } from '../../engine/contract.ts';
import { holdEarly } from '../../engine/early/earlyWorker.ts';
import type { EarlyMessage } from '../../engine/early/readAhead.ts';
import { guardAddresses } from './guardAddresses.ts';
import { tightenPolicy } from './tightenPolicy.ts';

/** The address of the engine's worker, from the page's. */
declare const __ENGINE_WORKER__: string;

guardAddresses();
tightenPolicy();
// Where the page's own script was faster, it has a worker already.
if (window.zscapeEarly !== null) startEarly();

function startEarly(): void {
  try {
    const worker = new Worker(new URL(__ENGINE_WORKER__, document.baseURI), {
      type: 'module',
      name: 'zscape-engine',
    });
    window.zscapeEarly = holdEarly(worker);
    tell(worker, { type: 'startAhead', choice: backendChoice() });
    readAhead(worker).catch(() => {}); // whoever asks for the model will hear what is wrong
  } catch {
    // The page's own script tries again, and tells why it cannot be.
  }
}

function tell(worker: Worker, message: EarlyMessage): void {
  worker.postMessage(message);
}

/** As the page's own script will choose: what the address asks for, else what was set. */
function backendChoice(): BackendChoice {
  const wished = new URLSearchParams(location.search).get('backend')?.toLowerCase();
  let kept: unknown;
  try {
    kept = JSON.parse(localStorage.getItem('zscape.settings') ?? '{}').backend;
  } catch {
    // Nothing is kept, or nothing that could be read.
  }
  const choices: readonly BackendChoice[] = ['auto', ...backendNames];
  const chosen = [wished, kept].map((name) => choices.find((choice) => choice === name));
  return chosen[0] ?? chosen[1] ?? 'auto';
}

/** Only where nothing but the address says what is to be shown: a link and a tab that was here before may say more. */
async function readAhead(worker: Worker): Promise<void> {
  if (location.hash !== '' || sessionStorage.getItem('zscape.session') !== null) return;
  const wish = new URLSearchParams(location.search).get('model');
  const models = new URL('./models/', document.baseURI).href;
  interface Entry {
    id: string;
    default?: boolean;
  }
  const catalogue: { models: Entry[] } = await (await fetch(`${models}index.json`)).json();
  const offered = catalogue.models;
  const entry = wish
    ? offered.find(({ id }) => id === wish)
    : (offered.find((one) => one.default) ?? offered[0]);
  if (!entry) return;
  const url = `${models}${entry.id}/`;
  const response = await fetch(`${url}zscape.json`);
  if (!response.ok) return;
  tell(worker, { type: 'readAhead', url, manifestText: await response.text() });
}
