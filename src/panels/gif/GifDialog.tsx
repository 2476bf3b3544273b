import { useEffect, useRef, useState } from 'react';
import { isAbort, toPlainError } from '../../base/errors.ts';
import { useRun } from '../../commands/hooks.ts';
import { setPathLoop } from '../../commands/journey/path.ts';
import { openDialog } from '../../commands/view/view.ts';
import { changeGif, exportGif } from '../../commands/work/exports.ts';
import { useSelect } from '../../store/hooks.ts';
import { Dialog } from '../parts/Dialog.tsx';
import { CheckLine } from '../parts/fields/CheckLine.tsx';
import { Choice } from '../parts/fields/Choice.tsx';
import { ProgressBar } from '../parts/ProgressBar.tsx';
import { bytesInWords } from '../parts/units.ts';
import { GifNumbers, mostPathFrames, usePathLength } from './GifNumbers.tsx';
import './gif.css';

type Work =
  | { state: 'idle' }
  | { state: 'working'; frames: number }
  | { state: 'done'; fileName: string; url: string; bytes: number }
  | { state: 'failed'; message: string };

const sizes = ([1, 2, 3, 4] as const).map((scale) => ({ value: scale, label: `${scale}×` }));

/** The walk from A to B, or the path, as an animated GIF. */
export default function GifDialog() {
  const run = useRun();
  const settings = useSelect((state) => state.gif);
  const ofPath = useSelect((state) => state.gifOf === 'path');
  const open = useSelect(({ path }) => !path.closed);
  const pathReturns = useSelect(({ path }) => path.loop === 'there-and-back');
  const pathLength = usePathLength();
  const { frames, fps } = ofPath ? pathLength : settings;
  const seeThrough = useSelect((state) => state.model?.image.channels === 4);
  const side = useSelect((state) => state.model?.image.width ?? 0);
  const [work, setWork] = useState<Work>({ state: 'idle' });
  const abort = useRef<AbortController | null>(null);
  const preview = work.state === 'done' ? work.url : null;
  useEffect(() => () => abort.current?.abort(), []);
  useEffect(() => () => (preview ? URL.revokeObjectURL(preview) : undefined), [preview]);

  const start = async () => {
    const controller = new AbortController();
    abort.current = controller;
    setWork({ state: 'working', frames: 0 });
    try {
      const saved = await run(exportGif, {
        signal: controller.signal,
        onProgress: (frames) => setWork({ state: 'working', frames }),
      });
      if (saved) {
        const url = URL.createObjectURL(saved.blob);
        setWork({ state: 'done', fileName: saved.fileName, url, bytes: saved.blob.size });
      }
    } catch (error) {
      setWork(isAbort(error) ? { state: 'idle' } : { state: 'failed', message: toPlainError(error).message });
    }
  };

  const working = work.state === 'working';
  const seconds = frames / fps;
  const tooLong = ofPath && frames > mostPathFrames;
  const what = ofPath ? 'path' : 'walk';
  return (
    <Dialog
      title={`Export the ${what} as GIF`}
      className="gif-dialog"
      hint={`${ofPath ? 'Through its faces as the Path panel has it.' : 'From A to B as the Walk panel has it.'} It is made on this machine and saved to your downloads.`}
      onClose={() => run(openDialog, null)}
      actions={
        working ? (
          <button type="button" className="btn" onClick={() => abort.current?.abort()}>
            Cancel
          </button>
        ) : (
          <button type="button" className="btn primary" disabled={tooLong} onClick={start}>
            Export
          </button>
        )
      }
    >
      <fieldset disabled={working} className="gif-settings">
        <Choice
          label="Size"
          value={settings.scale}
          options={sizes}
          onChange={(scale) => run(changeGif, { scale })}
        />
        <GifNumbers frames={frames} fps={fps} ofPath={ofPath} />
        {(!ofPath || open) && (
          <CheckLine
            label="There and back, so that the loop has no seam"
            checked={ofPath ? pathReturns : settings.thereAndBack}
            onChange={(on) =>
              ofPath ? run(setPathLoop, on ? 'there-and-back' : 'loop') : run(changeGif, { thereAndBack: on })
            }
          />
        )}
      </fieldset>
      <p className="hint tab-nums">
        {side * settings.scale} × {side * settings.scale} px, {seconds.toFixed(1)} s
        {seeThrough && ', on white where the pictures are see-through'}
      </p>
      {working && (
        <ProgressBar
          label="Encoding the GIF"
          done={work.frames}
          total={frames}
          text={`${work.frames} of ${frames} frames`}
        />
      )}
      {work.state === 'done' && (
        <div className="gif-done" role="status" aria-label="Export">
          <img src={work.url} alt={`The exported ${what}`} />
          <span>
            Saved{' '}
            <a href={work.url} download={work.fileName}>
              {work.fileName}
            </a>
            , {bytesInWords(work.bytes)}.
          </span>
        </div>
      )}
      {work.state === 'failed' && (
        <p role="alert" className="field-error">
          {work.message}
        </p>
      )}
    </Dialog>
  );
}
