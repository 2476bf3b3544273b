import type { RefObject } from 'react';
import { formatNumber, formatPercent, joinSentences } from '../../language/numbers.ts';
import { useMessages } from '../../language/useMessages.ts';
import type { Match } from '../../latent/projection/contract.ts';
import { photoMessages } from './messages.ts';

/** How near the face came to the picture: the numbers, and comparisons that explain them. */
export function MatchWords({ match, place }: { match: Match; place: RefObject<HTMLDivElement | null> }) {
  const t = useMessages(photoMessages);
  const { rms, msSsim, nearerThan, ownRms, verdict } = match;
  // A sample of random faces never justifies 100 %.
  const share = formatPercent(Math.min(nearerThan, 0.999), 1);
  return (
    <div
      className="photo-match"
      role="status"
      aria-label={t.match}
      data-verdict={verdict}
      tabIndex={-1}
      ref={place}
    >
      <p>
        <b>{t[verdict]}</b>
      </p>
      <p className="tab-nums">
        {t.numbers({ rms: formatNumber(rms, 3, true), ssim: formatNumber(msSsim, 3, true) })}
      </p>
      <p className="hint">
        {joinSentences([
          t.nearerThan({ share }),
          ...(ownRms === null ? [] : [t.own({ rms: formatNumber(ownRms, 3, true) })]),
        ])}
      </p>
    </div>
  );
}
