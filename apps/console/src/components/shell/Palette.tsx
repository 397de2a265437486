import { Dialog } from '@base-ui/react/dialog'
import { useParams } from '@tanstack/react-router'
import { Command } from 'cmdk'
import { spacesQuery } from '../../api/spaces.ts'
import { useTranslation } from '../../i18n/index.ts'
import { useWholeList } from '../useWholeList.ts'
import { PaletteFunctions } from './PaletteFunctions.tsx'
import { PaletteGroup } from './PaletteGroup.tsx'
import { paletteClass, PaletteInput, paletteInputClass, type PaletteProps } from './PaletteInput.tsx'
import { PaletteRecents } from './PaletteRecents.tsx'
import { rank } from './rank.ts'
import { usePaletteActions } from './usePaletteActions.tsx'

/** Ctrl K: finds a space, function, page or action by a few letters. */
export default function Palette({ typed, onType, onClose, cameFrom }: PaletteProps) {
  const { t } = useTranslation()
  const { space, fn } = useParams({ strict: false })
  const spaces = useWholeList(spacesQuery).data ?? []
  const { here, pages, actions, spaceEntries } = usePaletteActions(spaces, space, fn)
  const empty = typed.trim() === ''
  return (
    <Dialog.Root open onOpenChange={(open) => open || onClose()}>
      <Dialog.Portal>
        <Dialog.Backdrop className="fixed inset-0 z-40 bg-[oklch(0.15_0.01_220/.28)]" />
        <Dialog.Popup aria-label={t('shell.search')} className={paletteClass} finalFocus={cameFrom}>
          <Command label={t('shell.search')} loop filter={(_, search, names = []) => rank(search, names)}>
            <PaletteInput>
              <Command.Input
                value={typed}
                onValueChange={onType}
                placeholder={t('shell.searchHint')}
                className={paletteInputClass}
              />
            </PaletteInput>
            <Command.List className="max-h-[min(420px,60vh)] overflow-y-auto p-1.5 scroll-py-8">
              <Command.Empty className="px-3 py-8 text-center text-fg-2">
                {t('shell.searchEmpty', { text: typed })}
              </Command.Empty>
              {fn && <PaletteGroup heading={fn} entries={here} onClose={onClose} />}
              {empty && <PaletteRecents onClose={onClose} />}
              <PaletteFunctions onClose={onClose} />
              <PaletteGroup heading={t('shell.spaces')} entries={spaceEntries} onClose={onClose} />
              <PaletteGroup heading={t('shell.pages')} entries={pages} onClose={onClose} />
              <PaletteGroup heading={t('common.actions')} entries={actions} onClose={onClose} />
            </Command.List>
          </Command>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  )
}
