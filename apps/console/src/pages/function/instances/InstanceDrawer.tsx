import { useQuery } from '@tanstack/react-query'
import { instanceQuery } from '../../../api/instances.ts'
import { InstanceState } from '../../../components/instances/InstanceState.tsx'
import { Loaded } from '../../../components/Loaded.tsx'
import { useTranslation } from '../../../i18n/index.ts'
import { CopyButton } from '../../../ui/CopyButton.tsx'
import { Drawer } from '../../../ui/Drawer.tsx'
import { Skeleton } from '../../../ui/Skeleton.tsx'
import { InstanceDetails } from './InstanceDetails.tsx'

interface InstanceDrawerProps {
  space: string
  fn: string
  id: string
  onClose(): void
}

export function InstanceDrawer({ space, fn, id, onClose }: InstanceDrawerProps) {
  const { t } = useTranslation()
  const query = useQuery(instanceQuery(space, fn, id))
  return (
    <Drawer
      label={t('instances.label', { id: id.slice(0, 8) })}
      onClose={onClose}
      title={
        <>
          <h2 className="text-alias font-heading">
            {query.data ? <InstanceState instance={query.data} /> : <Skeleton className="w-28" />}
          </h2>
          <span className="mono text-fg-2" title={id}>
            {id.slice(0, 8)}
          </span>
          <CopyButton text={id} label={t('fn.invocation.copyId')} />
        </>
      }
    >
      <Loaded query={query} notFound={t('instances.notFound')}>
        {(instance) => <InstanceDetails space={space} fn={fn} instance={instance} />}
      </Loaded>
    </Drawer>
  )
}
