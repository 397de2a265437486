import { useState } from 'react'
import { flushSync } from 'react-dom'
import { UnsavedGuard } from '../../../components/UnsavedGuard.tsx'
import { useTranslation } from '../../../i18n/index.ts'
import { Button } from '../../../ui/Button.tsx'

interface FormFooterProps {
  isNew: boolean
  /** Something was typed. */
  edited: boolean
  pending: boolean
  /** Why it cannot be saved now. */
  problem: string | null | false
  onClose(): void
}

/** Sticks to the end of the window: the button that saves, and why it cannot. */
export function FormFooter({ isNew, edited, pending, problem, onClose }: FormFooterProps) {
  const { t } = useTranslation()
  const [cancelled, setCancelled] = useState(false)
  const cancel = () => {
    flushSync(() => setCancelled(true))
    onClose()
  }
  return (
    <div className="sticky bottom-0 z-1 flex flex-wrap items-center gap-2 border-t border-line bg-raised px-gutter py-2.5">
      <Button variant="primary" type="submit" pending={pending} disabledReason={problem}>
        {isNew ? t('fn.triggers.create') : t('common.save')}
      </Button>
      <Button onClick={cancel}>{t('common.cancel')}</Button>
      {problem && <span className="text-sm text-fg-2">{problem}</span>}
      <UnsavedGuard unsaved={edited && !pending && !cancelled} param="form">
        <p>{t(isNew ? 'fn.triggers.new' : 'fn.triggers.changes')}</p>
      </UnsavedGuard>
    </div>
  )
}
