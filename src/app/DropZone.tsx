import { fromEvent } from 'file-selector';
import { useEffect, useState } from 'react';
import { useRun } from '../commands/hooks.ts';
import { openFiles } from '../commands/work/openFiles.ts';
import { useMessages } from '../language/useMessages.ts';
import { useArrivals } from './offline/useArrivals.ts';
import { pageMessages } from './page/messages.ts';

/** Accepts files that are dropped anywhere on the page; files also arrive in other ways. */
export function DropZone() {
  const run = useRun();
  const t = useMessages(pageMessages);
  const [over, setOver] = useState(false);
  useArrivals();
  useEffect(() => {
    const holdsFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false;
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
      run(openFiles, files);
    };
    window.addEventListener('dragover', onDragOver);
    window.addEventListener('dragleave', onDragLeave);
    window.addEventListener('drop', onDrop);
    return () => {
      window.removeEventListener('dragover', onDragOver);
      window.removeEventListener('dragleave', onDragLeave);
      window.removeEventListener('drop', onDrop);
    };
  }, [run]);
  if (!over) return null;
  return (
    <div className="drop-zone" aria-hidden="true">
      <p>{t.drop}</p>
    </div>
  );
}
