import { useCallback, useEffect, useRef, useState } from 'react';
import { isAbort, type PlainError, toPlainError } from '../../../base/errors.ts';
import { useMessages } from '../../../language/useMessages.ts';
import { openCamera } from '../../../photo/camera.ts';
import type { Camera } from '../../../photo/contract.ts';
import { readClipboard } from '../../../photo/pictureFiles.ts';
import { ErrorWords } from '../../parts/ErrorWords.tsx';
import { CameraView } from './CameraView.tsx';
import { pictureMessages } from './messages.ts';
import './picture.css';

/** Includes formats that browsers do not count as pictures, so that the page can explain them. */
const accepted = 'image/*,.heic,.heif,.avif,.jxl,.tif,.tiff';

/** Takes pictures from files, the clipboard or the camera, and shows its own errors. */
export function PictureChooser({ onPictures }: { onPictures: (files: readonly Blob[]) => void }) {
  const t = useMessages(pictureMessages);
  const input = useRef<HTMLInputElement>(null);
  const [camera, setCamera] = useState<Camera | 'asking' | null>(null);
  const [error, setError] = useState<PlainError | null>(null);
  /** Whether this component is mounted, and the camera that is on. */
  const here = useRef(true);
  const live = useRef<Camera | null>(null);
  const turnOff = useCallback(() => {
    live.current?.stop();
    live.current = null;
    setCamera(null);
  }, []);
  useEffect(() => {
    here.current = true;
    return () => {
      here.current = false;
      turnOff();
    };
  }, [turnOff]);

  const attempt = async (work: () => Promise<void>) => {
    setError(null);
    try {
      await work();
    } catch (failure) {
      if (!isAbort(failure)) setError(toPlainError(failure));
    }
  };
  const turnOn = () =>
    attempt(async () => {
      setCamera('asking');
      try {
        const opened = await openCamera();
        // The visitor may have left while the browser asked for permission.
        if (!here.current) return opened.stop();
        live.current = opened;
        setCamera(opened);
      } catch (failure) {
        setCamera(null);
        throw failure;
      }
    });

  return (
    <div className="picture-chooser">
      <div className="picture-ways">
        <button type="button" className="btn" onClick={() => input.current?.click()}>
          {t.choose}
        </button>
        <button type="button" className="btn" disabled={camera !== null} onClick={() => void turnOn()}>
          {t.camera}
        </button>
        <button
          type="button"
          className="btn"
          onClick={() => void attempt(async () => onPictures(await readClipboard()))}
        >
          {t.paste}
        </button>
      </div>
      <input
        ref={input}
        type="file"
        aria-label={t.choose}
        accept={accepted}
        multiple
        hidden
        onChange={({ currentTarget }) => {
          const files = [...(currentTarget.files ?? [])];
          // Lets the visitor choose the same file again.
          currentTarget.value = '';
          setError(null);
          if (files.length > 0) onPictures(files);
        }}
      />
      <p className="hint">{t.orDrop}</p>
      {camera === 'asking' && <p role="status">{t.asking}</p>}
      {camera !== null && camera !== 'asking' && (
        <CameraView
          camera={camera}
          onPicture={(file) => onPictures([file])}
          onFailure={(failure) => setError(toPlainError(failure))}
          onEnd={turnOff}
        />
      )}
      {error && (
        <p className="field-error" role="alert">
          <ErrorWords error={error} />
        </p>
      )}
    </div>
  );
}
