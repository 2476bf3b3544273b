import { fromEvent } from 'file-selector';
import { useEffect, useState } from 'react';
import { useRun } from '../commands/hooks.ts';
import { showPanel } from '../commands/view/view.ts';
import { openLatent } from '../commands/work/exports.ts';
import { addModel } from '../commands/work/models.ts';
import { openSession } from '../commands/work/sessions.ts';

/** Files may be dropped anywhere on the page: a latent (.npy), or a model in any form that the converter reads. */
export function DropZone() {
  const run = useRun();
  const [over, setOver] = useState(false);
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
      const [first] = files;
      if (!first) return;
      if (files.length === 1 && first.name.toLowerCase().endsWith('.npy')) {
        run(openLatent, first);
        return;
      }
      if (files.length === 1 && first.name.toLowerCase().endsWith('.zscape.json')) {
        run(openSession, first);
        return;
      }
      run(showPanel, 'models');
      run(
        addModel,
        files.map((file) => ({ path: (file as File & { path?: string }).path ?? file.name, blob: file })),
      );
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
      <p>Drop a model or a latent</p>
    </div>
  );
}
