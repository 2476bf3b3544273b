import { X } from 'lucide-react';
import { Dialog } from 'radix-ui';
import { useEffect, useRef, useState } from 'react';
import { isAbort, toPlainError } from '../../base/errors.ts';
import { useRun } from '../../commands/hooks.ts';
import { setPathLoop } from '../../commands/journey/path.ts';
import { openDialog } from '../../commands/view/view.ts';
import { changeGif, exportGif } from '../../commands/work/exports.ts';
import { useSelect } from '../../store/hooks.ts';
import { Choice } from '../parts/Choice.tsx';
import { bytesInWords } from '../parts/units.ts';
import { GifNumbers, mostPathFrames, usePathLength } from './GifNumbers.tsx';
import './gif.css';

type Work =
  | { state: 'idle' }
  | { state: 'working'; frames: number }
  | { state: 'done'; fileName: string; url: string; bytes: number }
  | { state: 'failed'; message: string };

/** The walk from A to B, or the path, as an animated GIF. */
export default function GifDialog() {
  const run = useRun();
  const settings = useSelect((state) => state.gif);
  const ofPath = useSelect((state) => state.gifOf === 'path');
  const open = useSelect(({ path }) => !path.closed);
  const pathReturns = useSelect(({ path }) => path.loop === 'there-and-back');
  const pathLength = usePathLength();
  const { frames, fps } = ofPath ? pathLength : settings;
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
  return (
    <Dialog.Root open onOpenChange={() => run(openDialog, null)}>
      <Dialog.Portal>
        <div className="overlay" />
        <Dialog.Content className="dialog gif-dialog">
          <div className="dialog-head">
            <Dialog.Title>Export the {ofPath ? 'path' : 'walk'} as GIF</Dialog.Title>
            <Dialog.Close className="icon-btn" aria-label="Close">
              <X size={18} aria-hidden="true" />
            </Dialog.Close>
          </div>
          <Dialog.Description className="hint">
            {ofPath ? 'Through its faces as the Path panel has it.' : 'From A to B as the Walk panel has it.'}{' '}
            It is made on this machine and saved to your downloads.
          </Dialog.Description>
          <fieldset disabled={working} className="gif-settings">
            <Choice
              label="Size"
              value={settings.scale}
              options={([1, 2, 3, 4] as const).map((scale) => ({ value: scale, label: `${scale}×` }))}
              onChange={(scale) => run(changeGif, { scale })}
            />
            <GifNumbers frames={frames} fps={fps} ofPath={ofPath} />
            {(!ofPath || open) && (
              <label className="check">
                <input
                  type="checkbox"
                  checked={ofPath ? pathReturns : settings.thereAndBack}
                  onChange={({ currentTarget: { checked } }) =>
                    ofPath
                      ? run(setPathLoop, checked ? 'there-and-back' : 'loop')
                      : run(changeGif, { thereAndBack: checked })
                  }
                />
                There and back, so that the loop has no seam
              </label>
            )}
          </fieldset>
          <p className="hint tab-nums">
            {side * settings.scale} × {side * settings.scale} px, {seconds.toFixed(1)} s
          </p>
          {working && (
            <div
              className="bar"
              role="progressbar"
              aria-label="Encoding the GIF"
              aria-valuemin={0}
              aria-valuemax={frames}
              aria-valuenow={work.frames}
              aria-valuetext={`${work.frames} of ${frames} frames`}
            >
              <i style={{ width: `${(100 * work.frames) / frames}%` }} />
            </div>
          )}
          {work.state === 'done' && (
            <div className="gif-done" role="status" aria-label="Export">
              <img src={work.url} alt={`The exported ${ofPath ? 'path' : 'walk'}`} />
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
          <div className="dialog-actions">
            {working ? (
              <button type="button" className="btn" onClick={() => abort.current?.abort()}>
                Cancel
              </button>
            ) : (
              <button type="button" className="btn primary" disabled={tooLong} onClick={start}>
                Export
              </button>
            )}
          </div>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
