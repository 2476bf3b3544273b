import { useContext, useRef } from 'react';
import { SessionContext, useRun } from '../commands/hooks.ts';
import { cancelLoad } from '../commands/work/models.ts';
import { useMessages } from '../language/useMessages.ts';
import { LoadBar } from '../panels/parts/LoadBar.tsx';
import { laterPart, Part } from '../panels/parts/later/LaterPart.tsx';
import { useSelect } from '../store/hooks.ts';
import { Later } from './Later.tsx';
import { NotLoaded } from './offline/NotLoaded.tsx';
import { stageMessages } from './stage/messages.ts';

const onPicture = laterPart(() => import('./stage/OnPicture.tsx'));

/** The area of the large picture, which the session paints. */
export function StageView() {
  const run = useRun();
  const t = useMessages(stageMessages);
  const session = useContext(SessionContext);
  const scaling = useSelect((state) => state.scaling);
  const image = useSelect((state) => state.model?.image);
  const seeThrough = image?.channels === 4;
  const words = useSelect((state) => state.pictureWords);
  const loading = useSelect((state) => state.loading);
  const notLoaded = useSelect((state) => state.notLoaded);
  const first = useSelect((state) => state.model === null);
  const projection = useSelect((state) => state.projection?.state);
  const draggable = useSelect(({ dragAxes }) => dragAxes.x !== null || dragAxes.y !== null);
  const frame = useRef<HTMLDivElement>(null);
  return (
    <div className="canvas-room">
      <div
        ref={frame}
        className={first && !notLoaded ? 'canvas waiting' : 'canvas'}
        data-drag={draggable || undefined}
        style={{ aspectRatio: image ? `${image.width} / ${image.height}` : '1' }}
      >
        <canvas
          // A canvas cannot change between opaque and transparent.
          key={seeThrough ? 'see-through' : 'opaque'}
          data-see-through={seeThrough || undefined}
          data-projection={projection}
          role="img"
          aria-label={words === null ? t.picture : t.pictureOf({ what: words })}
          // The arrow keys then change the face (`useAttributeDrag`).
          tabIndex={draggable ? 0 : undefined}
          className={scaling}
          ref={(canvas) => session?.stage.attach(canvas)}
        />
        {!loading && notLoaded && <NotLoaded {...notLoaded} />}
        <Later>
          <Part of={onPicture} broken="hidden" frame={frame} />
        </Later>
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
