import { useEffect, useMemo, useRef, useState } from 'react';
import { useRun } from '../../../commands/hooks.ts';
import { renderPictures } from '../../../commands/view/renderPictures.ts';
import { useSelect } from '../../../store/hooks.ts';

/**
 * Renders a list of latent vectors that may change during a drag. Each list is rendered completely, followed by the newest one; lists in
 * between are skipped.
 * @param zs must be the same array while nothing changes (memoise it); an empty one renders nothing
 * @param size longest side in pixels
 * @returns the pictures of the last complete list, in order; they are closed when replaced
 */
export function useLivePictures(zs: readonly Float32Array[], size: number): readonly ImageBitmap[] {
  const run = useRun();
  const [shown, setShown] = useState<readonly ImageBitmap[]>([]);
  const network = useSelect((state) => state.network);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a change inside the network makes it another list
  const list = useMemo(() => [...zs], [zs, network]);
  const newest = useRef(list);
  const going = useRef<AbortController | null>(null);
  useEffect(() => {
    newest.current = list;
    if (going.current || list.length === 0) return;
    const own = new AbortController();
    going.current = own;
    const draw = async () => {
      for (let wanted = newest.current; ; wanted = newest.current) {
        const images: ImageBitmap[] = [];
        const onImage = (index: number, image: ImageBitmap) => {
          images[index] = image;
        };
        try {
          await run(renderPictures, wanted, { size, signal: own.signal, onImage });
        } catch {
          for (const image of images) image?.close();
          break;
        }
        if (own.signal.aborted) break;
        setShown(images);
        if (newest.current === wanted) break;
      }
      if (going.current === own) going.current = null;
    };
    void draw();
  }, [run, list, size]);
  useEffect(
    () => () => {
      going.current?.abort();
      going.current = null;
    },
    [],
  );
  useEffect(
    () => () => {
      for (const image of shown) image.close();
    },
    [shown],
  );
  return shown;
}
