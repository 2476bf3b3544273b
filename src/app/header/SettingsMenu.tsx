import { Popover } from 'radix-ui';
import { setScaling, setTheme } from '../../commands/view/view.ts';
import { chooseBackend } from '../../commands/work/models.ts';
import { choices } from '../../panels/parts/fields/choices.ts';
import { StateChoice } from '../../panels/parts/fields/StateChoice.tsx';
import { Settings } from '../../panels/parts/icons.tsx';
import { bytesInWords } from '../../panels/parts/units.ts';
import { useSelect } from '../../store/hooks.ts';
import { backendTitles } from '../EngineStatus.tsx';

const themes = choices({ system: 'System', dark: 'Dark', light: 'Light' });
const scalings = choices({ smooth: 'Smooth', crisp: 'Crisp' });
const backends = choices({ auto: 'Auto', ...backendTitles });

export function SettingsMenu() {
  return (
    <Popover.Root>
      <Popover.Trigger className="icon-btn" aria-label="Settings" title="Settings">
        <Settings size={18} aria-hidden="true" />
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content className="menu settings" align="end" sideOffset={6} collisionPadding={8}>
          <StateChoice label="Theme" options={themes} read={({ theme }) => theme} command={setTheme} />
          <StateChoice
            label="Pixels"
            options={scalings}
            read={({ scaling }) => scaling}
            command={setScaling}
          />
          <StateChoice
            label="Backend"
            options={backends}
            read={({ backend }) => backend}
            command={chooseBackend}
          />
          <EngineFacts />
          <a className="hint" href="./bench/">
            How fast is this machine?
          </a>
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}

function EngineFacts() {
  const engine = useSelect((state) => state.engine);
  if (!engine) return null;
  return (
    <p className="hint engine-facts">
      {backendTitles[engine.backend]}: {engine.detail}. {engine.frames} frames, {engine.tensors} tensors,{' '}
      {bytesInWords(engine.bytes)}.
    </p>
  );
}
