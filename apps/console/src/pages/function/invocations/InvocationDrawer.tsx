import { useQuery } from '@tanstack/react-query'
import { ChevronDown, ChevronUp } from 'lucide-react'
import { isApiError } from '../../../api/error.ts'
import { invocationQuery } from '../../../api/invocations.ts'
import { Loaded } from '../../../components/Loaded.tsx'
import { shortId } from '../../../components/shortId.ts'
import { useTranslation } from '../../../i18n/index.ts'
import { CopyButton } from '../../../ui/CopyButton.tsx'
import { Drawer } from '../../../ui/Drawer.tsx'
import { IconButton } from '../../../ui/IconButton.tsx'
import { Skeleton } from '../../../ui/Skeleton.tsx'
import { StatusMark } from '../../../ui/StatusMark.tsx'
import { InvocationDetails } from './InvocationDetails.tsx'
import { Repeats } from './Repeats.tsx'

interface InvocationDrawerProps {
  space: string
  id: string
  neighbours: { previous?: string; next?: string }
  onOpen(id: string): void
  onClose(): void
}

const icon = { size: 15 } as const

export function InvocationDrawer({ space, id, neighbours, onOpen, onClose }: InvocationDrawerProps) {
  const { t } = useTranslation()
  const query = useQuery({
    ...invocationQuery(space, id),
    retry: (count, error) => count < 2 && isApiError(error, 'NotFound'),
  })
  const call = query.data
  return (
    <Drawer
      label={t('fn.invocation.label', { id: shortId(id) })}
      onClose={onClose}
      title={
        <>
          {call ? (
            <h2 className="text-alias font-heading">
              <StatusMark status={call.status}>{t(`status.${call.status}`)}</StatusMark>
              <Repeats count={call.repeats} />
            </h2>
          ) : (
            <Skeleton className="w-28" />
          )}
          <span className="mono text-fg-2" title={id}>
            {shortId(id)}
          </span>
          <CopyButton text={id} label={t('fn.invocation.copyId')} />
        </>
      }
      actions={
        <>
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
        </>
      }
    >
      <Loaded query={query} notFound={t('fn.invocation.notFound')}>
        {(loaded) => <InvocationDetails space={space} fn={loaded.function} call={loaded} />}
      </Loaded>
    </Drawer>
  )
}
