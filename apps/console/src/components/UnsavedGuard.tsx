import { useBlocker } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from '../i18n/index.ts'
import { Button } from '../ui/Button.tsx'
import { Dialog } from '../ui/Dialog.tsx'

interface UnsavedGuardProps {
  unsaved: boolean
  /** The part of the address's query that what is edited belongs to: a change of it leaves, too. */
  param?: string
  /** What would be lost. */
  children: ReactNode
}

/** Asks before another page, or the end of this one, discards what was typed. */
export function UnsavedGuard({ unsaved, param, children }: UnsavedGuardProps) {
  const { t } = useTranslation()
  const { status, proceed, reset } = useBlocker({
    shouldBlockFn: ({ current, next }) =>
      unsaved &&
      (current.pathname !== next.pathname || (param !== undefined && partOf(current, param) !== partOf(next, param))),
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

const partOf = ({ search }: { search: object }, param: string): unknown => (search as Record<string, unknown>)[param]
