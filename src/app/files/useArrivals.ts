import { useEffect } from 'react';
import { useRun } from '../../commands/hooks.ts';
import { showPanel } from '../../commands/view/view.ts';
import { openFiles } from '../../commands/work/openFiles.ts';
import { useZscapeStore } from '../../store/hooks.ts';
import { panelNames } from '../../store/state/state.ts';
import { notify } from '../../store/store.ts';
import { type LaunchQueue, takeLaunches } from './launches.ts';
import { pageOpened } from './pageOpened.ts';
import { takeSharedFiles } from './sharedFiles.ts';

/** Handles what an installed app is started with: files to open, files that another app shares, and the shortcuts of its icon. */
export function useArrivals(): void {
  const run = useRun();
  const store = useZscapeStore();
  useEffect(() => {
    const address = new URL(location.href);
    const panel = panelNames.find((name) => name === address.searchParams.get('panel'));
    if (panel) run(showPanel, panel);
    const ready = pageOpened(store);
    if (address.searchParams.has('shared'))
      void Promise.all([takeSharedFiles(), ready]).then(([files]) => run(openFiles, files));
    if (address.searchParams.has('panel') || address.searchParams.has('shared')) {
      // A reload must not open these again.
      address.searchParams.delete('panel');
      address.searchParams.delete('shared');
      history.replaceState(history.state, '', address);
    }
    const { launchQueue } = window as { launchQueue?: LaunchQueue };
    takeLaunches(
      launchQueue,
      ready,
      (files) => run(openFiles, files),
      (error) => notify(store, error),
    );
  }, [run, store]);
}
