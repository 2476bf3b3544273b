import { useEffect, useRef, useState } from 'react';
import { useRun } from '../../../commands/hooks.ts';
import { renderPictures } from '../../../commands/view/renderPictures.ts';
import { useSelect } from '../../../store/hooks.ts';

type Pictures = readonly (ImageBitmap | undefined)[];

/**
 * Pictures of many latents, which come in one by one while the page stays responsive. A new list cancels the work for the old
 * one, whose pictures stay until they are replaced, so nothing flickers. Pictures that left the list are closed.
 * @param zs must be the same array while nothing changed (memoise it)
 * @param size longest side in pixels
 */
export function usePictures(zs: readonly Float32Array[], size: number): Pictures {
  const run = useRun();
  const [pictures, setPictures] = useState<Pictures>([]);
  useClosing(pictures);
  // Any change inside the network changes every picture.
  const network = useSelect((state) => state.network);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the engine holds the changes, and only their being others counts here
  useEffect(() => {
    if (zs.length === 0) return;
    const abort = new AbortController();
    let arrived: { index: number; image: ImageBitmap }[] = [];
    let scheduled = 0;
    const flush = () => {
      scheduled = 0;
      const batch = arrived;
      arrived = [];
      setPictures((before) => {
        const next = Array.from({ length: zs.length }, (_, index) => before[index]);
        for (const { index, image } of batch) next[index] = image;
        return next;
      });
    };
    // A drag changes the list many times a second, so wait until it settles before working on it.
    const start = setTimeout(() => {
      void run(renderPictures, zs, {
        size,
        signal: abort.signal,
        onImage: (index, image) => {
          arrived.push({ index, image });
          scheduled ||= requestAnimationFrame(flush);
        },
      })?.catch(() => undefined);
    }, 60);
    return () => {
      clearTimeout(start);
      cancelAnimationFrame(scheduled);
      abort.abort();
      for (const { image } of arrived) image.close();
    };
  }, [run, zs, size, network]);
  return pictures;
}

/** Closes what is no longer among the pictures; by then whoever shows them has drawn the new ones. */
function useClosing(pictures: Pictures): void {
  const held = useRef(new Set<ImageBitmap>());
  useEffect(() => {
    const now = new Set(pictures.filter((picture) => picture !== undefined));
    for (const picture of held.current) if (!now.has(picture)) picture.close();
    held.current = now;
  }, [pictures]);
  useEffect(
    () => () => {
      for (const picture of held.current) picture.close();
    },
    [],
  );
}
