/**
 * The page's own script. Its parts are fetched together and run one after the other, each in its own task, so a click or an
 * answer from the engine does not have to wait for all of them.
 */

import { nextTask } from '../base/nextTask.ts';
import { formatNumber } from '../language/numbers.ts';
import { textsReady } from '../language/texts.ts';
import { isolatePage } from '../session/offline/serviceWorker.ts';
import { guardAddresses } from './early/guardAddresses.ts';
import './styles/all.ts';
// The HTML brings the styles of its contents along.
import '../panels/strip/strip.css';

guardAddresses();
isolatePage();
void openPage();

async function openPage(): Promise<void> {
  const { openSession } = await import('./openSession.ts');
  await nextTask();
  const { store, session } = await openSession();
  await import('react-dom/client');
  const { renderPage } = await import('./renderPage.tsx');
  await textsReady();
  await nextTask();
  // The browser takes ten milliseconds for the first number that it formats, which React's first task need not wait for.
  formatNumber(0.5, 1);
  await nextTask();
  const root = document.getElementById('root');
  if (root) renderPage(root, store, session);
}
