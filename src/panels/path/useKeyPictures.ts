import { useEffect, useRef, useState } from 'react';
import { useRun } from '../../commands/hooks.ts';
import { renderPictures } from '../../commands/view/renderPictures.ts';
import { useSelect } from '../../store/hooks.ts';
import { bringsChanges } from '../../store/select/network/network.ts';
import type { PathKey } from '../../store/state/journeys.ts';
import { initialNetwork, isUnchanged, type NetworkState } from '../../store/state/network.ts';

interface Drawn {
  z: Float32Array;
  network: NetworkState;
  picture: ImageBitmap;
}

/**
 * Draws a picture of each key of the path, with the key's own changes inside the network. Each is rendered once, and closed when its key is
 * removed or changed.
 * @param size longest side in pixels
 * @returns the picture of a key, once it is there
 */
export function useKeyPictures(
  keys: readonly PathKey[],
  size: number,
): (key: PathKey) => ImageBitmap | undefined {
  const run = useRun();
  const drawn = useRef(new Map<string, Drawn>());
  const [, setArrived] = useState(0);
  // If keys have changes of their own, the current ones do not count, and they vary while the path plays.
  const inForce = useSelect(({ path, network }) => (bringsChanges(path) ? null : network));
  useEffect(() => {
    const networkOf = (key: PathKey) => inForce ?? key.network ?? initialNetwork;
    const stands = (key: PathKey) => {
      const known = drawn.current.get(key.id);
      return known?.z === key.z && known.network === networkOf(key);
    };
    const wanted = new Set(keys.filter(stands).map(({ id }) => id));
    for (const [id, { picture }] of drawn.current) {
      if (wanted.has(id)) continue;
      picture.close();
      drawn.current.delete(id);
    }
    const missing = keys.filter(({ id }) => !wanted.has(id));
    const networks = new Set(missing.map(networkOf));
    const abort = new AbortController();
    const draw = async () => {
      for (const network of networks) {
        const alike = missing.filter((key) => networkOf(key) === network);
        await run(
          renderPictures,
          alike.map(({ z }) => z),
          {
            size,
            changes: isUnchanged(network) ? null : network,
            signal: abort.signal,
            onImage: (index, picture) => {
              if (abort.signal.aborted) {
                picture.close();
                return;
              }
              const { id, z } = alike[index]!;
              drawn.current.get(id)?.picture.close();
              drawn.current.set(id, { z, network, picture });
              setArrived((count) => count + 1);
            },
          },
        );
      }
    };
    draw().catch(() => undefined);
    return () => abort.abort();
  }, [run, keys, size, inForce]);
  useEffect(
    () => () => {
      for (const { picture } of drawn.current.values()) picture.close();
      drawn.current.clear();
    },
    [],
  );
  return ({ id }) => drawn.current.get(id)?.picture;
}
