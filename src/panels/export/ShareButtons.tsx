import { useState } from 'react';
import { type PlainError, toPlainError } from '../../base/errors.ts';
import { useRun } from '../../commands/hooks.ts';
import { copyExported, shareExported } from '../../commands/work/sharePicture.ts';
import { useMessages } from '../../language/useMessages.ts';
import { ErrorWords } from '../parts/ErrorWords.tsx';
import { exportMessages } from './messages.ts';

/** Buttons to copy and share the file, where the browser can. Failures are shown here because a notice would be behind the dialog. */
export function ShareButtons({ blob, fileName }: { blob: Blob; fileName: string }) {
  const run = useRun();
  const t = useMessages(exportMessages);
  const [error, setError] = useState<PlainError | null>(null);
  const file = new File([blob], fileName, { type: blob.type });
  const canCopy = typeof ClipboardItem !== 'undefined' && (ClipboardItem.supports?.(blob.type) ?? false);
  const canShare = navigator.canShare?.({ files: [file] }) ?? false;
  const telling = (work: Promise<void> | undefined) => {
    setError(null);
    work?.catch((cause: unknown) => setError(toPlainError(cause)));
  };
  return (
    <>
      {canCopy && (
        <button type="button" className="btn small" onClick={() => telling(run(copyExported, blob))}>
          {t.copyFile}
        </button>
      )}
      {canShare && (
        <button type="button" className="btn small" onClick={() => telling(run(shareExported, file))}>
          {t.shareFile}
        </button>
      )}
      {error && (
        <p role="alert" className="field-error">
          <ErrorWords error={error} />
        </p>
      )}
    </>
  );
}
