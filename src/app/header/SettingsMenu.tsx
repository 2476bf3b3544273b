import { Settings } from 'lucide-react';
import { Popover } from 'radix-ui';
import { useRun } from '../../commands/hooks.ts';
import { setScaling, setTheme } from '../../commands/view/view.ts';
import { chooseBackend } from '../../commands/work/models.ts';
import { Choice } from '../../panels/parts/Choice.tsx';
import { bytesInWords } from '../../panels/parts/units.ts';
import { useSelect } from '../../store/hooks.ts';
import { backendTitles } from '../EngineStatus.tsx';

export function SettingsMenu() {
  const run = useRun();
  const theme = useSelect((state) => state.theme);
  const scaling = useSelect((state) => state.scaling);
  const backend = useSelect((state) => state.backend);
  return (
    <Popover.Root>
      <Popover.Trigger className="icon-btn" aria-label="Settings" title="Settings">
        <Settings size={18} aria-hidden="true" />
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content className="menu settings" align="end" sideOffset={6} collisionPadding={8}>
          <Choice
            label="Theme"
            value={theme}
            options={[
              { value: 'system', label: 'System' },
              { value: 'dark', label: 'Dark' },
              { value: 'light', label: 'Light' },
            ]}
            onChange={(next) => run(setTheme, next)}
          />
          <Choice
            label="Pixels"
            value={scaling}
            options={[
              { value: 'smooth', label: 'Smooth' },
              { value: 'crisp', label: 'Crisp' },
            ]}
            onChange={(next) => run(setScaling, next)}
          />
          <Choice
            label="Backend"
            value={backend}
            options={[
              { value: 'auto', label: 'Auto' },
              { value: 'webgpu', label: 'WebGPU' },
              { value: 'webgl', label: 'WebGL' },
              { value: 'wasm', label: 'WASM' },
              { value: 'cpu', label: 'CPU' },
            ]}
            onChange={(next) => run(chooseBackend, next)}
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
