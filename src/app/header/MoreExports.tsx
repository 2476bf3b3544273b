import { DropdownMenu } from 'radix-ui';
import { useRun } from '../../commands/hooks.ts';
import { useCommandTitle } from '../../commands/names/commandTitle.ts';
import { openBatchDialog } from '../../commands/work/batch.ts';
import { exportDirectionsNpy, exportDirectionsSafetensors } from '../../commands/work/directions.ts';
import { exportImageValues, exportLargePng, exportLatent, openLatent } from '../../commands/work/exports.ts';
import { openFiles } from '../../commands/work/openFiles.ts';
import { copyTfjsCode, copyTorchCode, sharePicture } from '../../commands/work/sharePicture.ts';
import { useMessages } from '../../language/useMessages.ts';
import { ChevronDown } from '../../panels/parts/icons.tsx';
import { MenuPlace } from '../../panels/parts/MenuPlace.tsx';
import { pickFiles } from '../../panels/parts/pickFiles.ts';
import { useSelect } from '../../store/hooks.ts';
import { headerMessages } from './messages.ts';

/** Rarely needed exports, sharing the picture, and opening files. */
export function MoreExports() {
  const run = useRun();
  const t = useMessages(headerMessages);
  const ready = useSelect((state) => state.face !== null);
  const title = useCommandTitle();
  const canShare = useSelect((state) => sharePicture.applies?.(state) ?? false);
  const isOurs = useSelect((state) => copyTorchCode.applies?.(state) ?? false);
  const openAny = async () => {
    const files = await pickFiles();
    if (files.length > 0) run(openFiles, files);
  };
  const open = async () => {
    const [file] = await pickFiles({ accept: '.npy' });
    if (file) run(openLatent, file);
  };
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger
        className="icon-btn"
        aria-label={t.moreExports}
        title={t.moreExports}
        disabled={!ready}
      >
        <ChevronDown size={18} aria-hidden="true" />
      </DropdownMenu.Trigger>
      <MenuPlace label={t.moreExports}>
        <DropdownMenu.Content className="menu" align="end" sideOffset={6} collisionPadding={8}>
          <DropdownMenu.Item onSelect={() => run(exportLargePng)}>{t.largePicture}</DropdownMenu.Item>
          <DropdownMenu.Item onSelect={() => run(exportLatent)}>{t.latent}</DropdownMenu.Item>
          <DropdownMenu.Item onSelect={() => run(exportImageValues)}>{t.imageValues}</DropdownMenu.Item>
          <DropdownMenu.Separator />
          <DropdownMenu.Item onSelect={() => run(openBatchDialog)}>{t.batch}</DropdownMenu.Item>
          <DropdownMenu.Item onSelect={() => run(exportDirectionsSafetensors)}>
            {t.directionsSafetensors}
          </DropdownMenu.Item>
          <DropdownMenu.Item onSelect={() => run(exportDirectionsNpy)}>{t.directionsNpy}</DropdownMenu.Item>
          <DropdownMenu.Separator />
          {canShare && (
            <DropdownMenu.Item onSelect={() => run(sharePicture)}>
              {title(sharePicture.name)}
            </DropdownMenu.Item>
          )}
          <DropdownMenu.Item onSelect={() => run(copyTfjsCode)}>{title(copyTfjsCode.name)}</DropdownMenu.Item>
          {isOurs && (
            <DropdownMenu.Item onSelect={() => run(copyTorchCode)}>
              {title(copyTorchCode.name)}
            </DropdownMenu.Item>
          )}
          <DropdownMenu.Separator />
          <DropdownMenu.Item onSelect={() => void openAny()}>{t.openFile}</DropdownMenu.Item>
          <DropdownMenu.Item onSelect={() => void open()}>{t.openLatent}</DropdownMenu.Item>
        </DropdownMenu.Content>
      </MenuPlace>
    </DropdownMenu.Root>
  );
}
