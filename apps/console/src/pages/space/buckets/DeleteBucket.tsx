import type { Bucket, Space } from '@alcove/contract'
import { getRouteApi } from '@tanstack/react-router'
import { bucketsKey, bucketTriggersQuery, deleteBucket } from '../../../api/buckets.ts'
import { useChange } from '../../../components/useChange.ts'
import { useDenied } from '../../../components/useDenied.ts'
import { useWholeList } from '../../../components/useWholeList.ts'
import { useTranslation } from '../../../i18n/index.ts'
import { ConfirmByName } from '../../../ui/ConfirmByName.tsx'

const page = getRouteApi('/shell/s/$space/buckets')

export function DeleteBucket({ space, bucket, onClose }: { space: Space; bucket: Bucket; onClose(): void }) {
  const { t } = useTranslation()
  const navigate = page.useNavigate()
  const mayRead = useDenied(space)('functions:read') === null
  const triggers = useWholeList({ ...bucketTriggersQuery(space.name, bucket.name), enabled: mayRead }).data ?? []
  const functions = new Set(triggers.flatMap(({ enabled, function: fn }) => (enabled ? [fn] : [])))
  const remove = useChange({
    run: () => deleteBucket(space.name, bucket.name),
    invalidates: [[...bucketsKey(space.name), 'list']],
    done: () => t('buckets.deleted', { bucket: bucket.name }),
    onDone: () => navigate({ search: {} }),
  })
  return (
    <ConfirmByName
      open
      onClose={onClose}
      onConfirm={() => remove.mutate(undefined)}
      pending={remove.isPending}
      title={t('buckets.deleteThis', { bucket: bucket.name })}
      name={bucket.name}
      losses={[
        t('buckets.loseSettings'),
        t('buckets.loseUploads'),
        ...(functions.size > 0
          ? [t('buckets.pausesTriggers', { functions: [...functions].join(t('shell.comma')) })]
          : []),
      ]}
    />
  )
}
