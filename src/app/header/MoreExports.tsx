import { DropdownMenu } from 'radix-ui';
import { useRun } from '../../commands/hooks.ts';
import { exportImageValues, exportLargePng, exportLatent, openLatent } from '../../commands/work/exports.ts';
import { ChevronDown } from '../../panels/parts/icons.tsx';
import { pickFiles } from '../../panels/parts/pickFiles.ts';
import { useSelect } from '../../store/hooks.ts';

/** Exports that are rarely needed, and opening a latent. */
export function MoreExports() {
  const run = useRun();
  const ready = useSelect((state) => state.face !== null);
  const open = async () => {
    const [file] = await pickFiles({ accept: '.npy' });
    if (file) run(openLatent, file);
  };
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger
        className="icon-btn"
        aria-label="More exports"
        title="More exports"
        disabled={!ready}
      >
        <ChevronDown size={18} aria-hidden="true" />
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content className="menu" align="end" sideOffset={6} collisionPadding={8}>
          <DropdownMenu.Item onSelect={() => run(exportLargePng)}>
            Picture, four times as large (.png)
          </DropdownMenu.Item>
          <DropdownMenu.Item onSelect={() => run(exportLatent)}>Latent (.npy)</DropdownMenu.Item>
          <DropdownMenu.Item onSelect={() => run(exportImageValues)}>Image values (.npy)</DropdownMenu.Item>
          <DropdownMenu.Separator />
          <DropdownMenu.Item onSelect={() => void open()}>Open latent (.npy)</DropdownMenu.Item>
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}
