import { useRun } from '../../commands/hooks.ts';
import { showShortcuts } from '../../commands/view/view.ts';
import { exportPng } from '../../commands/work/exports.ts';
import { openExport, openGifExport } from '../../commands/work/openExport.ts';
import { shareLink } from '../../commands/work/share.ts';
import { useMessages } from '../../language/useMessages.ts';
import { Film, Help, Link } from '../../panels/parts/icons.tsx';
import { keyTitle } from '../../panels/parts/keyTitles.ts';
import { bytesInWords } from '../../panels/parts/units.ts';
import { useSelect, useSelectShallow } from '../../store/hooks.ts';
import { keyNow } from '../../store/select/keys.ts';
import { EngineStatus } from '../EngineStatus.tsx';
import { MoreExports, SettingsMenu, UndoRedo } from './menus.tsx';
import { headerMessages } from './messages.ts';

export function Header() {
  const run = useRun();
  const t = useMessages(headerMessages);
  const keys = useSelectShallow((state) => ['l', 's', 'g', '?'].map((usual) => keyNow(state, usual)));
  const [share, png, gif, help] = [t.shareLinkHint, t.exportPngHint, t.exportGifHint, t.shortcuts].map(
    (what, at) => {
      const key = keys[at];
      return key ? t.withKey({ what, key: keyTitle(key) }) : what;
    },
  );
  const model = useSelect((state) => state.model);
  const ready = useSelect((state) => state.face !== null);
  const bytes = model?.files.reduce((sum, file) => sum + file.bytes, 0) ?? 0;
  return (
    <header className="top">
      <div className="top-line">
        <h1>{model?.title ?? 'Zscape'}</h1>
        {model && (
          <span className="pill model-pill">
            {model.generator.family === 'progan' ? 'ProGAN' : t.graphModel} ·{' '}
            {t.dimensions({ count: model.latent.size })} · {bytesInWords(bytes)}
          </span>
        )}
        <EngineStatus />
        <span className="grow" />
        <span className="wide-only">
          <UndoRedo />
        </span>
        <button
          type="button"
          className="btn"
          aria-label={t.shareLink}
          title={share}
          disabled={!ready}
          onClick={() => run(shareLink)}
        >
          <Link size={15} aria-hidden="true" className="alone" />
          <span className="long">{t.shareLink}</span>
        </button>
        <button
          type="button"
          className="btn"
          aria-label={t.exportPng}
          title={png}
          disabled={!ready}
          onClick={() => run(exportPng)}
        >
          <span className="long">{t.exportPng}</span>
          <span className="short">PNG</span>
        </button>
        <button
          type="button"
          className="btn"
          aria-label={t.exportGif}
          aria-haspopup="dialog"
          title={gif}
          disabled={!ready}
          onClick={() => run(openGifExport)}
        >
          <span className="long">{t.exportGif}</span>
          <span className="short">GIF</span>
        </button>
        <button
          type="button"
          className="btn primary"
          aria-label={t.export}
          aria-haspopup="dialog"
          title={t.exportHint}
          disabled={!ready}
          onClick={() => run(openExport)}
        >
          <Film size={15} aria-hidden="true" className="alone" />
          <span className="long">{t.export}</span>
        </button>
        <MoreExports />
        <SettingsMenu />
        <button
          type="button"
          className="icon-btn"
          aria-label={t.shortcuts}
          aria-haspopup="dialog"
          title={help}
          onClick={() => run(showShortcuts)}
        >
          <Help size={18} aria-hidden="true" />
        </button>
      </div>
    </header>
  );
}
