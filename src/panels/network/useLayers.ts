import { useEffect, useState } from 'react';
import { useRun } from '../../commands/hooks.ts';
import { type NetworkLayer, readLayers } from '../../commands/network/read.ts';
import { useSelect } from '../../store/hooks.ts';

interface Layers {
  /** Null until they are known. */
  list: readonly NetworkLayer[] | null;
  /** The reason why this model has none to show. */
  error: unknown;
}

const unknown: Layers = { list: null, error: null };

/** Reads the layers of the current model, and reads them again for another model. */
export function useLayers(): Layers {
  const run = useRun();
  const model = useSelect((state) => state.model);
  const [found, setFound] = useState<{ model: unknown; layers: Layers }>({ model: null, layers: unknown });
  useEffect(() => {
    let wanted = true;
    const take = (layers: Layers) => wanted && setFound({ model, layers });
    run(readLayers)?.then(
      (list) => take({ list, error: null }),
      (error: unknown) => take({ list: null, error }),
    );
    return () => {
      wanted = false;
    };
  }, [run, model]);
  return found.model === model ? found.layers : unknown;
}

/** Returns the layers that output maps: all but the one that makes the picture. */
export function mapLayers(layers: readonly NetworkLayer[]): readonly NetworkLayer[] {
  return layers.filter(({ kind }) => kind !== 'toRgb');
}
