import { Popover } from 'radix-ui';
import { setScaling, setTheme } from '../../commands/view/view.ts';
import { chooseBackend } from '../../commands/work/models.ts';
import { formatBytes, formatList } from '../../language/numbers.ts';
import { useMessages } from '../../language/useMessages.ts';
import { choices } from '../../panels/parts/fields/choices.ts';
import { StateChoice } from '../../panels/parts/fields/StateChoice.tsx';
import { Settings } from '../../panels/parts/icons.tsx';
import { useSelect } from '../../store/hooks.ts';
import { backendTitles } from '../EngineStatus.tsx';
import { LanguageChoice } from './LanguageChoice.tsx';
import { headerMessages } from './messages.ts';

export function SettingsMenu() {
  const t = useMessages(headerMessages);
  const themes = choices({ system: t.themeSystem, dark: t.themeDark, light: t.themeLight });
  const scalings = choices({ smooth: t.pixelsSmooth, crisp: t.pixelsCrisp });
  const backends = choices({ auto: t.backendAuto, ...backendTitles });
  return (
    <Popover.Root>
      <Popover.Trigger className="icon-btn" aria-label={t.settings} title={t.settings}>
        <Settings size={18} aria-hidden="true" />
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          className="menu settings"
          aria-label={t.settings}
          align="end"
          sideOffset={6}
          collisionPadding={8}
        >
          <LanguageChoice />
          <StateChoice label={t.theme} options={themes} read={({ theme }) => theme} command={setTheme} />
          <StateChoice
            label={t.pixels}
            options={scalings}
            read={({ scaling }) => scaling}
            command={setScaling}
          />
          <StateChoice
            label={t.backend}
            options={backends}
            read={({ backend }) => backend}
            command={chooseBackend}
          />
          <EngineFacts />
          <a className="hint" href="./bench/">
            {t.howFast}
          </a>
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}

function EngineFacts() {
  const t = useMessages(headerMessages);
  const engine = useSelect((state) => state.engine);
  if (!engine) return null;
  return (
    <p className="hint engine-facts">
      {t.engine({ backend: backendTitles[engine.backend], detail: <span lang="en">{engine.detail}</span> })}{' '}
      {formatList([
        t.engineFrames(engine.frames),
        t.engineTensors(engine.tensors),
        formatBytes(engine.bytes),
      ])}
    </p>
  );
}
