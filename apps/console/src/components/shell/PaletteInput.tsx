import { Search } from 'lucide-react'
import type { ReactNode, RefObject } from 'react'
import { useTranslation } from '../../i18n/index.ts'
import { Kbd } from '../../ui/Kbd.tsx'

export const paletteClass =
  'fixed top-[12vh] left-1/2 z-40 w-[600px] max-w-[calc(100vw-32px)] -translate-x-1/2 overflow-hidden rounded-dialog border border-line-strong bg-raised shadow-float outline-none'
export const paletteInputClass = 'h-full min-w-0 flex-1 bg-transparent text-alias outline-none'

/** The palette's first line, around the text field. */
export function PaletteInput({ children }: { children: ReactNode }) {
  return (
    <div className="flex h-11 items-center gap-2.5 border-b border-line px-4">
      <Search size={15} className="text-fg-3" />
      {children}
      <Kbd>Esc</Kbd>
    </div>
  )
}

export interface PaletteProps {
  typed: string
  onType: (typed: string) => void
  onClose: () => void
  /** Had the focus, and gets it back. */
  cameFrom: RefObject<HTMLElement | null>
}

/** Takes what is typed while the palette loads, so that no letter is lost. */
export function EarlyPalette({ typed, onType, onClose, cameFrom }: PaletteProps) {
  const { t } = useTranslation()
  const close = () => {
    onClose()
    cameFrom.current?.focus()
  }
  return (
    <div className={paletteClass}>
      <PaletteInput>
        <input
          // Ctrl K asked for it.
          // oxlint-disable-next-line jsx-a11y/no-autofocus
          autoFocus
          aria-label={t('shell.search')}
          value={typed}
          placeholder={t('shell.searchHint')}
          className={paletteInputClass}
          onChange={(event) => onType(event.target.value)}
          onKeyDown={(event) => event.key === 'Escape' && close()}
        />
      </PaletteInput>
    </div>
  )
}
