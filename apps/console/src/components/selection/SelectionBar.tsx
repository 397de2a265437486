import { X } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTranslation } from '../../i18n/index.ts'
import { IconButton } from '../../ui/IconButton.tsx'

interface SelectionBarProps {
  count: number
  onClear(): void
  /** What else to say of the selected rows. */
  note?: ReactNode
  /** What can be done to them. */
  children: ReactNode
}

/** Takes the place of a list's filters while rows are selected. */
export function SelectionBar({ count, onClear, note, children }: SelectionBarProps) {
  const { t } = useTranslation()
  return (
    <div
      role="toolbar"
      aria-label={t('common.selection')}
      className="flex min-h-12 flex-wrap items-center gap-2 bg-selected px-gutter py-2.5"
    >
      <IconButton size="sm" label={t('common.clearSelection')} icon={<X size={15} />} onClick={onClear} />
      <span role="status" className="num font-name">
        {t('common.selected', { count })}
      </span>
      {note}
      <span className="ml-auto flex flex-wrap items-center gap-2">{children}</span>
    </div>
  )
}
