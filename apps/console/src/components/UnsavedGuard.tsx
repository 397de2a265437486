import { useBlocker } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from '../i18n/index.ts'
import { Button } from '../ui/Button.tsx'
import { Dialog } from '../ui/Dialog.tsx'

interface UnsavedGuardProps {
  unsaved: boolean
  /** What would be lost. */
  children: ReactNode
}

/** Asks before another page, or the end of this one, discards what was typed. */
export function UnsavedGuard({ unsaved, children }: UnsavedGuardProps) {
  const { t } = useTranslation()
  const { status, proceed, reset } = useBlocker({
    shouldBlockFn: ({ current, next }) => unsaved && current.pathname !== next.pathname,
    enableBeforeUnload: unsaved,
    withResolver: true,
  })
  if (status !== 'blocked') return null
  return (
    <Dialog
      open
      onClose={reset}
      title={t('common.leaveUnsaved')}
      footer={
        <>
          <Button variant="danger" onClick={proceed}>
            {t('common.discard')}
          </Button>
          <Button variant="primary" onClick={reset}>
            {t('common.stay')}
          </Button>
        </>
      }
    >
      <p className="mb-1.5 text-fg-2">{t('common.willBeLost')}</p>
      {children}
    </Dialog>
  )
}
