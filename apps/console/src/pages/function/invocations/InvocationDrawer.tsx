import { isApiError } from '../../../api/error.ts'
import { useQuery } from '@tanstack/react-query'
import { ChevronDown, ChevronUp, X } from 'lucide-react'
import { useEffect, useEffectEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { invocationQuery } from '../../../api/invocations.ts'
import { Loaded } from '../../../components/Loaded.tsx'
import { CopyButton } from '../../../ui/CopyButton.tsx'
import { IconButton } from '../../../ui/IconButton.tsx'
import { Skeleton } from '../../../ui/Skeleton.tsx'
import { StatusMark } from '../../../ui/StatusMark.tsx'
import { drawerClass } from '../drawerClass.ts'
import { InvocationDetails } from './InvocationDetails.tsx'

interface InvocationDrawerProps {
  space: string
  fn: string
  id: string
  neighbours: { previous?: string; next?: string }
  onOpen(id: string): void
  onClose(): void
}

const icon = { size: 15, strokeWidth: 1.75, 'aria-hidden': true } as const

/** One call beside the list; the whole screen when there is no room beside. Escape closes. */
export function InvocationDrawer({ space, fn, id, neighbours, onOpen, onClose }: InvocationDrawerProps) {
  const { t } = useTranslation()
  const query = useQuery({
    ...invocationQuery(space, id),
    retry: (count, error) => count < 2 && isApiError(error, 'NotFound'),
  })
  const call = query.data
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    const inField = (event.target as HTMLElement).closest('input, textarea, [role="dialog"], [role="menu"]')
    if (event.key === 'Escape' && !event.defaultPrevented && !inField) onClose()
  })
  useEffect(() => {
    const listener = (event: KeyboardEvent) => onKey(event)
    window.addEventListener('keydown', listener)
    return () => window.removeEventListener('keydown', listener)
  }, [])

  return (
    <aside aria-label={t('fn.invocation.label', { id: id.slice(0, 8) })} className={drawerClass}>
      <div className="sticky top-0 z-1 flex h-11 items-center gap-2 bg-inherit pr-3 pl-gutter">
        {call ? (
          <h2 className="text-alias font-heading">
            <StatusMark status={call.status}>{t(`status.${call.status}`)}</StatusMark>
          </h2>
        ) : (
          <Skeleton className="w-28" />
        )}
        <span className="mono text-fg-2" title={id}>
          {id.slice(0, 8)}
        </span>
        <CopyButton text={id} label={t('fn.invocation.copyId')} />
        <span className="ml-auto flex items-center">
          <IconButton
            size="sm"
            label={t('fn.invocation.previous')}
            disabledReason={neighbours.previous === undefined && t('fn.invocation.noPrevious')}
            icon={<ChevronUp {...icon} />}
            onClick={() => neighbours.previous && onOpen(neighbours.previous)}
          />
          <IconButton
            size="sm"
            label={t('fn.invocation.next')}
            disabledReason={neighbours.next === undefined && t('fn.invocation.noNext')}
            icon={<ChevronDown {...icon} />}
            onClick={() => neighbours.next && onOpen(neighbours.next)}
          />
          <IconButton size="sm" label={t('common.close')} icon={<X {...icon} />} onClick={onClose} />
        </span>
      </div>
      <Loaded query={query} notFound={t('fn.invocation.notFound')}>
        {(loaded) => <InvocationDetails space={space} fn={fn} call={loaded} />}
      </Loaded>
    </aside>
  )
}
