import { Dialog } from '@base-ui/react/dialog'
import { useParams } from '@tanstack/react-router'
import { Command } from 'cmdk'
import { Search } from 'lucide-react'
import { useState } from 'react'
import { spacesQuery } from '../../api/spaces.ts'
import { useTranslation } from '../../i18n/index.ts'
import { Kbd } from '../../ui/Kbd.tsx'
import { PaletteFunctions } from './PaletteFunctions.tsx'
import { PaletteGroup } from './PaletteGroup.tsx'
import { usePaletteActions } from './usePaletteActions.tsx'
import { useWholeList } from '../useWholeList.ts'

/** Ctrl K: finds a space, function, page or action by a few letters. */
export default function Palette({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation()
  const { space } = useParams({ strict: false })
  const [typed, setTyped] = useState('')
  const spaces = useWholeList(spacesQuery).data ?? []
  const { pages, actions, spaceEntries } = usePaletteActions(spaces, space)
  return (
    <Dialog.Root open onOpenChange={(open) => open || onClose()}>
      <Dialog.Portal>
        <Dialog.Backdrop className="fixed inset-0 z-40 bg-[oklch(0.15_0.01_220/.28)]" />
        <Dialog.Popup
          aria-label={t('shell.search')}
          className="fixed top-[12vh] left-1/2 z-40 w-[600px] max-w-[calc(100vw-32px)] -translate-x-1/2 overflow-hidden rounded-dialog border border-line-strong bg-raised shadow-float outline-none"
        >
          <Command label={t('shell.search')} loop>
            <div className="flex h-11 items-center gap-2.5 border-b border-line px-4">
              <Search size={15} className="text-fg-3" />
              <Command.Input
                value={typed}
                onValueChange={setTyped}
                placeholder={t('shell.searchHint')}
                className="h-full min-w-0 flex-1 bg-transparent text-alias outline-none"
              />
              <Kbd>Esc</Kbd>
            </div>
            <Command.List className="max-h-[min(420px,60vh)] overflow-y-auto p-1.5 scroll-py-8">
              <Command.Empty className="px-3 py-8 text-center text-fg-2">
                {t('shell.searchEmpty', { text: typed })}
              </Command.Empty>
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
