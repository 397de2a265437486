import { useState } from 'react'
import { flushSync } from 'react-dom'
import { ChangedDialog } from '../../../components/changed-meanwhile/ChangedDialog.tsx'
import type { Conflict } from '../../../components/changed-meanwhile/useGuardedSave.ts'
import { UnsavedGuard } from '../../../components/UnsavedGuard.tsx'
import { useTranslation } from '../../../i18n/index.ts'
import { Button } from '../../../ui/Button.tsx'

interface FormFooterProps {
  /** Null: a new one. */
  name: string | null
  /** Something was typed. */
  edited: boolean
  save: { isPending: boolean; conflict: Conflict | null }
  /** Why it cannot be saved now. */
  problem: string | null | false
  onClose(): void
}

/** Sticks to the end of the window: the button that saves, why it cannot, and who saved meanwhile. */
export function FormFooter({ name, edited, save, problem, onClose }: FormFooterProps) {
  const { t } = useTranslation()
  const [cancelled, setCancelled] = useState(false)
  const cancel = () => {
    flushSync(() => setCancelled(true))
    onClose()
  }
  return (
    <div className="sticky bottom-0 z-1 flex flex-wrap items-center gap-2 border-t border-line bg-raised px-gutter py-2.5">
      <Button variant="primary" type="submit" pending={save.isPending} disabledReason={problem}>
        {name === null ? t('fn.triggers.create') : t('common.save')}
      </Button>
      <Button onClick={cancel}>{t('common.cancel')}</Button>
      {problem && <span className="text-sm text-fg-2">{problem}</span>}
      <UnsavedGuard unsaved={edited && !save.isPending && !cancelled} param="form">
        <p>{t(name === null ? 'fn.triggers.new' : 'fn.triggers.changes')}</p>
      </UnsavedGuard>
      {save.conflict && <ChangedDialog name={name ?? ''} conflict={save.conflict} pending={save.isPending} />}
    </div>
  )
}
