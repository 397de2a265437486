import type { Bucket, Space } from '@alcove/contract'
import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { HardDrive } from 'lucide-react'
import { useEffect } from 'react'
import { bucketQuery, bucketsKey, bucketTriggersQuery, linksQuery } from '../../../api/buckets.ts'
import { Loaded } from '../../../components/Loaded.tsx'
import { LockedPage } from '../../../components/LockedPage.tsx'
import { useDenied } from '../../../components/useDenied.ts'
import { VisibilityTag } from '../../../components/VisibilityTag.tsx'
import { useWholeList } from '../../../components/useWholeList.ts'
import { useTranslation } from '../../../i18n/index.ts'
import { paths } from '../../../navigation/paths.ts'
import { BUCKET_TABS } from '../../../navigation/search/space.ts'
import { PageHeader } from '../../../ui/PageHeader.tsx'
import { TabCount, tabClass, Tabs } from '../../../ui/Tabs.tsx'
import { Tag } from '../../../ui/Tag.tsx'
import { BucketMenu } from './BucketMenu.tsx'
import { LinksTab } from './links/LinksTab.tsx'
import { useIsOpen } from './links/useIsOpen.ts'
import { ObjectsTab } from './objects/ObjectsTab.tsx'
import { LifecycleTab } from './settings/LifecycleTab.tsx'
import { SettingsTab } from './settings/SettingsTab.tsx'
import { BucketTriggers } from './triggers/BucketTriggers.tsx'
import { UploadButton } from './uploads/UploadButton.tsx'
import { UploadPanel } from './uploads/UploadPanel.tsx'
import { uploadQueue } from './uploads/upload-queue.ts'

const page = getRouteApi('/shell/s/$space/buckets')
/** A folder of thousands of files reads the list again once a second, not after each. */
const REFRESH_MS = 1_000

/** One bucket: its name, its tabs, and what is being uploaded to it. */
export function BucketPage({ space, name }: { space: Space; name: string }) {
  const { t } = useTranslation()
  const denied = useDenied(space)('buckets:read')
  const query = useQuery({ ...bucketQuery(space.name, name), enabled: denied === null })
  return (
    <>
      <PageHeader
        tabbed
        title={name}
        actions={
          query.data && (
            <>
              <BucketMenu space={space} bucket={query.data} />
              <Uploader space={space} bucket={name} />
            </>
          )
        }
      >
        {query.data && (
          <span className="flex shrink-0 items-center gap-2">
            <Tag icon={<HardDrive size={11} />}>{query.data.storage === 's3' ? 'S3' : t('buckets.disk')}</Tag>
            <VisibilityTag visibility={space.visibility} />
          </span>
        )}
      </PageHeader>
      {denied !== null ? (
        <LockedPage reason={denied} />
      ) : (
        <Loaded query={query} notFound={t('buckets.notFound', { bucket: name })}>
          {(bucket) => <OpenBucket space={space} bucket={bucket} />}
        </Loaded>
      )}
    </>
  )
}

function Uploader({ space, bucket }: { space: Space; bucket: string }) {
  const { prefix = '' } = page.useSearch()
  return (
    <UploadButton
      denied={useDenied(space)('buckets:write')}
      onFiles={(files) => uploadQueue(space.name, bucket).add(prefix, files)}
    />
  )
}

function OpenBucket({ space, bucket }: { space: Space; bucket: Bucket }) {
  const { tab } = page.useSearch()
  const uploads = uploadQueue(space.name, bucket.name)
  const client = useQueryClient()
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    const stop = uploads.onUploaded(() => {
      timer ??= setTimeout(() => {
        timer = undefined
        void client.invalidateQueries({ queryKey: bucketsKey(space.name) })
      }, REFRESH_MS)
    })
    return stop
  }, [uploads, client, space.name])
  return (
    <>
      <BucketTabs space={space} bucket={bucket} />
      {tab === undefined && <ObjectsTab space={space} bucket={bucket} />}
      {tab === 'triggers' && <BucketTriggers space={space} bucket={bucket.name} />}
      {tab === 'links' && <LinksTab space={space} bucket={bucket.name} />}
      {tab === 'lifecycle' && <LifecycleTab space={space} bucket={bucket} />}
      {tab === 'settings' && <SettingsTab space={space} bucket={bucket} />}
      <UploadPanel queue={uploads} />
    </>
  )
}

function BucketTabs({ space, bucket }: { space: Space; bucket: Bucket }) {
  const { t } = useTranslation()
  const { tab: open } = page.useSearch()
  const mayRead = useDenied(space)('functions:read') === null
  const triggers = useWholeList({ ...bucketTriggersQuery(space.name, bucket.name), enabled: mayRead }).data
  const links = useInfiniteQuery(linksQuery(space.name, bucket.name))
  const openLinks = (links.data ?? []).filter(useIsOpen()).length
  const counts = {
    triggers: triggers?.length,
    links: openLinks > 0 && links.hasNextPage ? `${openLinks}+` : openLinks,
    lifecycle: bucket.expiry.length,
    settings: 0,
  }
  return (
    <Tabs label={bucket.name}>
      {[undefined, ...BUCKET_TABS].map((tab) => (
        <Link
          key={tab ?? ''}
          {...paths.buckets(space.name, { bucket: bucket.name, tab })}
          aria-current={tab === open ? 'page' : undefined}
          className={tabClass(tab === open)}
        >
          {t(`buckets.tabs.${tab ?? 'objects'}`)}
          {tab !== undefined && Boolean(counts[tab]) && <TabCount>{counts[tab]}</TabCount>}
        </Link>
      ))}
    </Tabs>
  )
}
