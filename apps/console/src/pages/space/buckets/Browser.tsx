import type { Bucket, Space } from '@alcove/contract'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useEffect } from 'react'
import { bucketQuery, bucketsKey } from '../../../api/buckets.ts'
import { Loaded } from '../../../components/Loaded.tsx'
import { useDenied } from '../../../components/useDenied.ts'
import { useTranslation } from '../../../i18n/index.ts'
import { DrawerSpace } from '../../../ui/Drawer.tsx'
import { BucketHead } from './BucketHead.tsx'
import { DropTarget } from './DropTarget.tsx'
import { Folder } from './Folder.tsx'
import { ObjectDrawer } from './ObjectDrawer.tsx'
import { UploadPanel } from './UploadPanel.tsx'
import { uploadQueue } from './uploads/upload-queue.ts'

const page = getRouteApi('/shell/s/$space/buckets')

export function Browser({ space, bucket }: { space: Space; bucket: string }) {
  return (
    <Loaded query={useQuery(bucketQuery(space.name, bucket))}>
      {(found) => <OpenBucket space={space} bucket={found} />}
    </Loaded>
  )
}

function OpenBucket({ space, bucket }: { space: Space; bucket: Bucket }) {
  const { t } = useTranslation()
  const { prefix = '', q, key } = page.useSearch()
  const navigate = page.useNavigate()
  const client = useQueryClient()
  const denied = useDenied(space)('buckets:write')
  const uploads = uploadQueue(space.name, bucket.name)
  useEffect(
    () => uploads.onUploaded(() => void client.invalidateQueries({ queryKey: bucketsKey(space.name) })),
    [uploads, client, space.name],
  )
  const show = (next: { prefix?: string; q?: string; key?: string }) =>
    void navigate({ search: { bucket: bucket.name, ...next } })
  return (
    <>
      <BucketHead
        space={space.name}
        bucket={bucket}
        denied={denied}
        onUpload={(files) => uploads.add(prefix, files)}
        onDeleted={() => void navigate({ search: {} })}
      />
      <DropTarget
        denied={denied}
        words={t('buckets.dropInto', { place: `${bucket.name}/${prefix}` })}
        onFiles={(files) => uploads.add(prefix, files)}
      >
        <DrawerSpace
          drawer={
            key !== undefined && (
              <ObjectDrawer
                key={key}
                space={space.name}
                bucket={bucket.name}
                objectKey={key}
                denied={denied}
                onClose={() => show({ prefix, q })}
              />
            )
          }
        >
          <Folder
            space={space.name}
            bucket={bucket}
            prefix={prefix}
            q={q ?? ''}
            selected={key}
            denied={denied}
            onShow={show}
          />
        </DrawerSpace>
      </DropTarget>
      <UploadPanel queue={uploads} />
    </>
  )
}
