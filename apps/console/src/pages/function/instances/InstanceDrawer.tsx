import { useQuery } from '@tanstack/react-query'
import { X } from 'lucide-react'
import { useEffect, useEffectEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { instanceQuery } from '../../../api/instances.ts'
import { InstanceState } from '../../../components/instances/InstanceState.tsx'
import { Loaded } from '../../../components/Loaded.tsx'
import { CopyButton } from '../../../ui/CopyButton.tsx'
import { IconButton } from '../../../ui/IconButton.tsx'
import { Skeleton } from '../../../ui/Skeleton.tsx'
import { drawerClass } from '../drawerClass.ts'
import { InstanceDetails } from './InstanceDetails.tsx'

interface InstanceDrawerProps {
  space: string
  fn: string
  id: string
  onClose(): void
}

/** One instance beside the list. Escape closes. */
export function InstanceDrawer({ space, fn, id, onClose }: InstanceDrawerProps) {
  const { t } = useTranslation()
  const query = useQuery(instanceQuery(space, fn, id))
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    const inside = (event.target as HTMLElement).closest('input, textarea, [role="dialog"], [role="menu"]')
    if (event.key === 'Escape' && !event.defaultPrevented && !inside) onClose()
  })
  useEffect(() => {
    const listener = (event: KeyboardEvent) => onKey(event)
    window.addEventListener('keydown', listener)
    return () => window.removeEventListener('keydown', listener)
  }, [])
  return (
    <aside aria-label={t('instances.label', { id: id.slice(0, 8) })} className={drawerClass}>
      <div className="sticky top-0 z-1 flex h-11 items-center gap-2 bg-inherit pr-3 pl-gutter">
        <h2 className="text-alias font-heading">
          {query.data ? <InstanceState instance={query.data} /> : <Skeleton className="w-28" />}
        </h2>
        <span className="mono text-fg-2" title={id}>
          {id.slice(0, 8)}
        </span>
        <CopyButton text={id} label={t('fn.invocation.copyId')} />
        <IconButton
          size="sm"
          className="ml-auto"
          label={t('common.close')}
          icon={<X size={15} strokeWidth={1.75} aria-hidden="true" />}
          onClick={onClose}
        />
      </div>
      <Loaded query={query} notFound={t('instances.notFound')}>
        {(instance) => <InstanceDetails space={space} fn={fn} instance={instance} />}
      </Loaded>
    </aside>
  )
}
