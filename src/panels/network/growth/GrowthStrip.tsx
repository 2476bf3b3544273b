import { useEffect, useRef, useState } from 'react';
import { isAbort } from '../../../base/errors.ts';
import { useRun } from '../../../commands/hooks.ts';
import { goToSize } from '../../../commands/network/changes.ts';
import { renderChanged } from '../../../commands/network/read.ts';
import { useMessages } from '../../../language/useMessages.ts';
import type { HeadKind } from '../../../store/state/network.ts';
import type { State } from '../../../store/state/state.ts';
import { Picture } from '../../parts/pictures/Picture.tsx';
import { Unavailable } from '../Unavailable.tsx';
import { useResting } from '../useResting.ts';
import { growthMessages } from './messages.ts';

/** Longest side of a picture in pixels. */
const pictureSize = 64;
/** The strip is drawn once the face has not changed for this many milliseconds. */
const restMs = 120;

/** The current face at each size that the network grew through; a click goes to that size. */
export function GrowthStrip({
  sizes,
  heads,
  now,
}: {
  sizes: readonly number[];
  heads: HeadKind;
  /** The size of the picture on the canvas. */
  now: number;
}) {
  const run = useRun();
  const t = useMessages(growthMessages);
  const { pictures, error } = useStages(sizes, heads);
  if (error !== null) return <Unavailable error={error} />;
  return (
    <ol className="growth-strip" aria-label={t.strip}>
      {sizes.map((side) => (
        <li key={side}>
          <button
            type="button"
            aria-current={side === now ? 'step' : undefined}
            aria-label={t.goTo({ side: String(side) })}
            onClick={() => run(goToSize, side)}
          >
            <Picture image={pictures.get(side)} />
            <span className="tab-nums">{side}</span>
          </button>
        </li>
      ))}
    </ol>
  );
}

/** The face, and all changes inside the network except growth. */
const readSubject = ({ face, network: { maps, mix, withoutNorm } }: State) =>
  [face?.z, maps, mix, withoutNorm] as const;

/** Draws the current face at each stage, with all other changes inside the network applied. */
function useStages(
  sizes: readonly number[],
  heads: HeadKind,
): { pictures: ReadonlyMap<number, ImageBitmap>; error: unknown } {
  const run = useRun();
  const subject = useResting(readSubject, restMs);
  const [pictures, setPictures] = useState<ReadonlyMap<number, ImageBitmap>>(new Map());
  const [error, setError] = useState<unknown>(null);
  const shown = useRef<ReadonlyMap<number, ImageBitmap>>(pictures);
  /** Replaced pictures, closed once their replacements are drawn. */
  const retired = useRef<ImageBitmap[]>([]);
  useEffect(() => {
    if (pictures === shown.current) for (const image of retired.current.splice(0)) image.close();
  }, [pictures]);
  useEffect(
    () => () => {
      for (const image of [...shown.current.values(), ...retired.current]) image.close();
    },
    [],
  );
  const wanted = sizes.join(' ');
  useEffect(() => {
    const [z, maps, mix, withoutNorm] = subject ?? [];
    if (!z || !maps || mix === undefined || !withoutNorm) return;
    const abort = new AbortController();
    const draw = async () => {
      for (const side of wanted.split(' ').map(Number)) {
        await run(renderChanged, z, {
          size: pictureSize,
          changes: { maps, mix, withoutNorm, growth: { resolution: side, alpha: 1, heads } },
          signal: abort.signal,
          onImage: (_, image) => {
            const old = shown.current.get(side);
            if (old) retired.current.push(old);
            shown.current = new Map([...shown.current, [side, image]]);
            setPictures(shown.current);
          },
        });
      }
    };
    draw().then(
      () => setError(null),
      (cause: unknown) => {
        if (!isAbort(cause)) setError(cause);
      },
    );
    return () => abort.abort();
  }, [run, subject, wanted, heads]);
  return { pictures, error };
}
