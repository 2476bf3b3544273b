import { formatBytes, formatPercent, formatSeconds } from '../../language/numbers.ts';
import { useMessages } from '../../language/useMessages.ts';
import { ErrorWords } from '../parts/ErrorWords.tsx';
import { ProgressBar } from '../parts/ProgressBar.tsx';
import { exportMessages } from './messages.ts';
import { ShareButtons } from './ShareButtons.tsx';
import type { FilmWork } from './useFilmWork.ts';

/** The progress of the work, or its result. */
export function FilmOutcome({ work, frames }: { work: FilmWork; frames: number }) {
  const t = useMessages(exportMessages);
  if (work.state === 'idle') return null;
  if (work.state === 'measuring') {
    const { done, most } = work;
    return <ProgressBar label={t.measuring} done={done} total={most} text={t.measured({ done, most })} />;
  }
  if (work.state === 'finishing') {
    const text = t.finished({ share: formatPercent(work.share) });
    return (
      <div ref={showAtOnce} className="film-progress">
        <ProgressBar label={t.finishing} done={Math.round(100 * work.share)} total={100} text={text} />
        <p className="hint tab-nums">{text}</p>
      </div>
    );
  }
  if (work.state === 'encoding') {
    const { frames: done, left } = work;
    const plain = { done, total: frames };
    const text =
      left === null
        ? t.encoded(plain)
        : t.encodedLeft({ ...plain, left: formatSeconds(Math.max(1, left), 0) });
    return (
      <div ref={showAtOnce} className="film-progress">
        <ProgressBar label={t.encoding} done={done} total={frames} text={text} />
        <p className="hint tab-nums">{text}</p>
      </div>
    );
  }
  if (work.state === 'failed') {
    return (
      <p ref={showAtOnce} role="alert" className="field-error">
        <ErrorWords error={work.error} />
      </p>
    );
  }
  const { url, blob, fileName, bytes } = work;
  const type = blob?.type ?? '';
  const size = formatBytes(bytes);
  return (
    <div ref={showAtOnce} className="film-done" role="status" aria-label={t.done}>
      {url && type.startsWith('image/') && <img src={url} alt={t.exported} />}
      {url && type.startsWith('video/') && (
        <video src={url} aria-label={t.exported} autoPlay loop muted playsInline />
      )}
      <span>
        {url ? (
          <a href={url} download={fileName}>
            {fileName}
          </a>
        ) : (
          fileName
        )}
        <br />
        {url ? t.saved({ size }) : t.savedFile({ size })}
      </span>
      {blob && <ShareButtons blob={blob} fileName={fileName} />}
    </div>
  );
}

/** On a phone the end of the dialog lies below its edge: what has just appeared there is scrolled into view, once. */
const showAtOnce = (part: HTMLElement | null) => part?.scrollIntoView({ block: 'nearest' });
