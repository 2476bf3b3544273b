import { fromEvent } from 'file-selector';
import { useEffect, useState } from 'react';
import { useRun } from '../../commands/hooks.ts';
import { openFiles } from '../../commands/work/openFiles.ts';
import { useMessages } from '../../language/useMessages.ts';
import { useZscapeStore } from '../../store/hooks.ts';
import { pageMessages } from '../page/messages.ts';
import { holdsFiles } from './holdsFiles.ts';
import { pageOpened } from './pageOpened.ts';
import { useArrivals } from './useArrivals.ts';

/** Accepts files that are dropped anywhere on the page; files also arrive in other ways. */
export function DropZone() {
  const run = useRun();
  const store = useZscapeStore();
  const t = useMessages(pageMessages);
  const [over, setOver] = useState(false);
  useArrivals();
  useEffect(() => {
    const opened = pageOpened(store);
    const onDragOver = (event: DragEvent) => {
      if (!holdsFiles(event)) return;
      event.preventDefault();
      setOver(true);
    };
    const onDragLeave = (event: DragEvent) => {
      if (event.relatedTarget === null) setOver(false);
    };
    const onDrop = async (event: DragEvent) => {
      if (!holdsFiles(event)) return;
      event.preventDefault();
      setOver(false);
      const files = (await fromEvent(event)).filter((item) => item instanceof File);
      await opened;
      run(openFiles, files);
    };
    document.addEventListener('dragover', onDragOver);
    document.addEventListener('dragleave', onDragLeave);
    document.addEventListener('drop', onDrop);
    return () => {
      document.removeEventListener('dragover', onDragOver);
      document.removeEventListener('dragleave', onDragLeave);
      document.removeEventListener('drop', onDrop);
    };
  }, [run, store]);
  if (!over) return null;
  return (
    <div className="drop-zone" aria-hidden="true">
      <p>{t.drop}</p>
    </div>
  );
}
