import { formatBytes, formatSeconds } from '../../language/numbers.ts';
import { useMessages } from '../../language/useMessages.ts';
import type { BatchWork } from '../../store/state/batch.ts';
import { ProgressBar } from '../parts/ProgressBar.tsx';
import { batchPanelMessages } from './messages.ts';

/** The progress of the batch, or its result. */
export function BatchProgress({ work }: { work: BatchWork }) {
  const t = useMessages(batchPanelMessages);
  const { state, model, done, total, left, files, fileCount, folder } = work;
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
  if (state === 'done') {
    const words = folder === null ? t.doneBrowser(files.length) : t.doneFolder(files.length, { folder });
    return (
      <div role="status" aria-label={t.done}>
        <p>{words}</p>
        <p className="hint tab-nums">
          {files[0]?.name}
          {files.length > 1 && ` … ${files.at(-1)?.name}`} ({formatBytes(bytes)})
        </p>
      </div>
    );
  }
  const ofFiles = <p className="hint tab-nums">{t.filesDone({ done: files.length, total: fileCount })}</p>;
  if (state === 'stopped') {
    return (
      <div role="status" aria-label={t.done}>
        <p>{t.stopped({ model: model.title, done, total })}</p>
        {ofFiles}
      </div>
    );
  }
  const text =
    left === null
      ? t.progress({ done, total })
      : t.progressLeft({ done, total, left: formatSeconds(left, 0) });
  return (
    <>
      <ProgressBar label={t.making({ model: model.title })} done={done} total={total} text={text} />
      <p className="hint tab-nums">{text}</p>
      {ofFiles}
    </>
  );
}
