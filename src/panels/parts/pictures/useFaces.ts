import { useEffect, useRef, useState } from 'react';
import { useRun } from '../../../commands/hooks.ts';
import { renderPictures } from '../../../commands/view/renderPictures.ts';
import { useSelect } from '../../../store/hooks.ts';

/**
 * Pictures of latents in a list that changes. Each is rendered once, however often the list changes, and closed when
 * its latent has left the list.
 * @param zs must be the same array while nothing changed (memoise it)
 * @param size longest side in pixels
 * @returns the picture of a latent, once it is there
 */
export function useFaces(
  zs: readonly Float32Array[],
  size: number,
): (z: Float32Array) => ImageBitmap | undefined {
  const run = useRun();
  const known = useRef(new Map<Float32Array, ImageBitmap>());
  const [, setArrived] = useState(0);
  // Any change inside the network changes every picture.
  const network = useSelect((state) => state.network);
  const drawn = useRef(network);
  useEffect(() => {
    const wanted = new Set(drawn.current === network ? zs : []);
    drawn.current = network;
    for (const [z, picture] of known.current) {
      if (wanted.has(z)) continue;
      picture.close();
      known.current.delete(z);
    }
    const missing = [...new Set(zs)].filter((z) => !known.current.has(z));
    if (missing.length === 0) return;
    const abort = new AbortController();
    void run(renderPictures, missing, {
      size,
      signal: abort.signal,
      onImage: (index, image) => {
        const z = missing[index];
        if (z) known.current.set(z, image);
        setArrived((count) => count + 1);
      },
    })?.catch(() => undefined);
    return () => abort.abort();
  }, [run, zs, size, network]);
  useEffect(
    () => () => {
      for (const picture of known.current.values()) picture.close();
      known.current.clear();
    },
    [],
  );
  return (z) => known.current.get(z);
}
