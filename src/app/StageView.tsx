import { useContext } from 'react';
import { SessionContext, useRun } from '../commands/hooks.ts';
import { cancelLoad } from '../commands/work/models.ts';
import { LoadBar } from '../panels/parts/LoadBar.tsx';
import { useSelect } from '../store/hooks.ts';

/** The room of the large picture, which the session paints. */
export function StageView() {
  const run = useRun();
  const session = useContext(SessionContext);
  const scaling = useSelect((state) => state.scaling);
  const image = useSelect((state) => state.model?.image);
  const seeThrough = image?.channels === 4;
  const loading = useSelect((state) => state.loading);
  const first = useSelect((state) => state.model === null);
  return (
    <div className="canvas-room">
      <div
        className={first ? 'canvas waiting' : 'canvas'}
        style={{ aspectRatio: image ? `${image.width} / ${image.height}` : '1' }}
      >
        <canvas
          // A canvas is opaque or not for all its life.
          key={seeThrough ? 'see-through' : 'opaque'}
          data-see-through={seeThrough || undefined}
          role="img"
          aria-label="Generated image"
          className={scaling}
          ref={(canvas) => session?.stage.attach(canvas)}
        />
        {loading && (
          <div className="canvas-load">
            <b>{loading.title}</b>
            <LoadBar loading={loading} onCancel={() => run(cancelLoad)} />
          </div>
        )}
      </div>
    </div>
  );
}
