/**
 * The page's own script. Its parts are fetched together and run one after the other, each in a task of its own, so that what
 * happens meanwhile, a click or an answer of the engine, does not wait for all of them.
 */
import { guardAddresses } from './early/guardAddresses.ts';
import { isolatePage } from './isolation.ts';
import './styles/theme.css';
import './styles/controls.css';
import './styles/layout.css';
// What stands in the HTML has its styles with it.
import '../panels/strip/strip.css';

guardAddresses();
isolatePage();
void openPage();

async function openPage(): Promise<void> {
  const { openSession } = await import('./openSession.ts');
  const { store, session } = openSession();
  await import('react-dom/client');
  const { renderPage } = await import('./renderPage.tsx');
  const root = document.getElementById('root');
  if (root) renderPage(root, store, session);
}
