import type { Bucket, Space } from '@alcove/contract'
import { getRouteApi } from '@tanstack/react-router'
import { useDenied } from '../../../../components/useDenied.ts'
import { useTranslation } from '../../../../i18n/index.ts'
import { DrawerSpace } from '../../../../ui/Drawer.tsx'
import { stepsIn } from '../../../../ui/stepsIn.ts'
import { UnfinishedUploads } from '../uploads/UnfinishedUploads.tsx'
import { uploadQueue } from '../uploads/upload-queue.ts'
import { UsageBar } from '../UsageBar.tsx'
import { DropTarget } from './DropTarget.tsx'
import { Folder } from './Folder.tsx'
import { FolderActions } from './FolderActions.tsx'
import { ObjectDrawer } from './ObjectDrawer.tsx'
import { useFolder } from './useFolder.ts'

const page = getRouteApi('/shell/s/$space/buckets')

/** The folders and objects of a bucket, with the open object beside them. */
export function ObjectsTab({ space, bucket }: { space: Space; bucket: Bucket }) {
  const { t } = useTranslation()
  const { prefix = '', key } = page.useSearch()
  const navigate = page.useNavigate()
  const denied = useDenied(space)('buckets:write')
  const uploads = uploadQueue(space.name, bucket.name)
  const folder = useFolder(space.name, bucket.name)
  const open = (next: string | undefined) => void navigate({ search: (before) => ({ ...before, key: next }) })
  const keys = folder.entries.filter(({ object }) => object !== null).map((entry) => entry.key)
  return (
    <>
      <UsageBar bucket={bucket} uploads={uploads} />
      <UnfinishedUploads space={space} bucket={bucket.name} queue={uploads} />
      <FolderActions space={space} bucket={bucket.name} />
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
                space={space}
                bucket={bucket.name}
                objectKey={key}
                steps={stepsIn(keys, key, open)}
                onClose={() => open(undefined)}
              />
            )
          }
        >
          <Folder space={space} bucket={bucket} folder={folder} prefix={prefix} open={key} />
        </DrawerSpace>
      </DropTarget>
    </>
  )
}
