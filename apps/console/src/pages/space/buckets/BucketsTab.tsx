import type { Space } from '@alcove/contract'
import { getRouteApi } from '@tanstack/react-router'
import { Database, Plus } from 'lucide-react'
import { useState } from 'react'
import { bucketsQuery } from '../../../api/buckets.ts'
import { Loaded } from '../../../components/Loaded.tsx'
import { LockedPage } from '../../../components/LockedPage.tsx'
import { useDenied } from '../../../components/useDenied.ts'
import { useWholeList } from '../../../components/useWholeList.ts'
import { useTranslation } from '../../../i18n/index.ts'
import { Button } from '../../../ui/Button.tsx'
import { CodeBlock } from '../../../ui/CodeBlock.tsx'
import { EmptyState } from '../../../ui/EmptyState.tsx'
import { SkeletonRows } from '../../../ui/Skeleton.tsx'
import { SpacePage } from '../SpacePage.tsx'
import { BucketDialog } from './BucketDialog.tsx'
import { BucketPage } from './BucketPage.tsx'
import { BucketsTable } from './BucketsTable.tsx'

const page = getRouteApi('/shell/s/$space/buckets')

/** The buckets of a space, or one of them: the address says which. */
export default function BucketsTab() {
  const { bucket } = page.useSearch()
  return bucket === undefined ? (
    <SpacePage actions={(space) => <Create space={space} />}>{(space) => <Buckets space={space} />}</SpacePage>
  ) : (
    <SpacePage bare>{(space) => <BucketPage key={bucket} space={space} name={bucket} />}</SpacePage>
  )
}

function Create({ space }: { space: Space }) {
  const { t } = useTranslation()
  const navigate = page.useNavigate()
  const [open, setOpen] = useState(false)
  return (
    <>
      <Button
        variant="primary"
        icon={<Plus size={15} />}
        disabledReason={useDenied(space)('buckets:write')}
        onClick={() => setOpen(true)}
      >
        {t('buckets.create')}
      </Button>
      {open && (
        <BucketDialog
          space={space.name}
          onClose={() => setOpen(false)}
          onDone={(bucket) => void navigate({ search: { bucket } })}
        />
      )}
    </>
  )
}

function Buckets({ space }: { space: Space }) {
  const { t } = useTranslation()
  const navigate = page.useNavigate()
  const denied = useDenied(space)('buckets:read')
  const query = useWholeList({ ...bucketsQuery(space.name), enabled: denied === null })
  if (denied !== null) return <LockedPage reason={denied} />
  return (
    <Loaded query={query} skeleton={<SkeletonRows />}>
      {(buckets) =>
        buckets.length === 0 ? (
          <EmptyState
            icon={<Database size={15} />}
            title={t('buckets.none')}
            example={
              <CodeBlock
                boxed
                code={[
                  `curl -X PUT ${window.location.origin}/api/v1/spaces/${space.name}/buckets/photos \\`,
                  '  -H "Authorization: Bearer $ALCOVE_API_KEY" -H "Content-Type: application/json" -d \'{}\'',
                ].join('\n')}
              />
            }
          >
            {t('buckets.noneHint')}
          </EmptyState>
        ) : (
          <BucketsTable buckets={buckets} pages={query} onOpen={(bucket) => void navigate({ search: { bucket } })} />
        )
      }
    </Loaded>
  )
}
