import { useRun } from '../../commands/hooks.ts';
import { showShortcuts } from '../../commands/view/view.ts';
import { exportPng, openGifDialog } from '../../commands/work/exports.ts';
import { shareLink } from '../../commands/work/share.ts';
import { Download, Film, Help, Link } from '../../panels/parts/icons.tsx';
import { bytesInWords } from '../../panels/parts/units.ts';
import { useSelect } from '../../store/hooks.ts';
import { EngineStatus } from '../EngineStatus.tsx';
import { MoreExports, SettingsMenu, UndoRedo } from './menus.tsx';

export function Header() {
  const run = useRun();
  const model = useSelect((state) => state.model);
  const ready = useSelect((state) => state.face !== null);
  const bytes = model?.files.reduce((sum, file) => sum + file.bytes, 0) ?? 0;
  return (
    <header className="top">
      <h1>{model?.title ?? 'Zscape'}</h1>
      {model && (
        <span className="pill wide-only">
          {model.generator.family === 'progan' ? 'ProGAN' : 'Graph model'} · {model.latent.size}-d ·{' '}
          {bytesInWords(bytes)}
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
        aria-label="Share link"
        title="Copy a link to what you see (L)"
        disabled={!ready}
        onClick={() => run(shareLink)}
      >
        <Link size={15} aria-hidden="true" />
        <span className="wide-only">Share link</span>
      </button>
      <button
        type="button"
        className="btn"
        aria-label="Export PNG"
        title="Save the picture as PNG (S)"
        disabled={!ready}
        onClick={() => run(exportPng)}
      >
        <Download size={15} aria-hidden="true" className="wide-only" />
        <span className="wide-only">Export PNG</span>
        <span className="narrow-only">PNG</span>
      </button>
      <button
        type="button"
        className="btn primary"
        aria-label="Export GIF"
        title="Save the walk as GIF (G)"
        disabled={!ready}
        onClick={() => run(openGifDialog)}
      >
        <Film size={15} aria-hidden="true" className="wide-only" />
        <span className="wide-only">Export GIF</span>
        <span className="narrow-only">GIF</span>
      </button>
      <MoreExports />
      <SettingsMenu />
      <button
        type="button"
        className="icon-btn wide-only"
        aria-label="Keyboard shortcuts"
        title="Keyboard shortcuts (?)"
        onClick={() => run(showShortcuts)}
      >
        <Help size={18} aria-hidden="true" />
      </button>
    </header>
  );
}
