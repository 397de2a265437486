import type { Space } from '@alcove/contract'
import { useInfiniteQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { RadioTower, Send } from 'lucide-react'
import { useState } from 'react'
import { eventsQuery } from '../../../api/events.ts'
import { Loaded } from '../../../components/Loaded.tsx'
import { SearchInput } from '../../../components/SearchInput.tsx'
import { useDenied } from '../../../components/useDenied.ts'
import { useTranslation } from '../../../i18n/index.ts'
import { Button } from '../../../ui/Button.tsx'
import { CodeBlock } from '../../../ui/CodeBlock.tsx'
import { DrawerSpace } from '../../../ui/Drawer.tsx'
import { EmptyState } from '../../../ui/EmptyState.tsx'
import { SkeletonRows } from '../../../ui/Skeleton.tsx'
import { stepsIn } from '../../../ui/stepsIn.ts'
import { SpacePage } from '../SpacePage.tsx'
import { EventDrawer } from './EventDrawer.tsx'
import { EventsTable } from './EventsTable.tsx'
import { PublishDialog } from './PublishDialog.tsx'

const page = getRouteApi('/shell/s/$space/events')

export default function EventsTab() {
  return <SpacePage actions={(space) => <Publish space={space} />}>{(space) => <Events space={space} />}</SpacePage>
}

function Publish({ space }: { space: Space }) {
  const { t } = useTranslation()
  const denied = useDenied(space)('functions:invoke')
  const [open, setOpen] = useState(false)
  return (
    <>
      <Button variant="primary" icon={<Send size={15} />} disabledReason={denied} onClick={() => setOpen(true)}>
        {t('events.publish')}
      </Button>
      {open && <PublishDialog space={space.name} onClose={() => setOpen(false)} />}
    </>
  )
}

function Events({ space }: { space: Space }) {
  const { t } = useTranslation()
  const { q, id } = page.useSearch()
  const navigate = page.useNavigate()
  const query = useInfiniteQuery(eventsQuery(space.name, q))
  const open = (event?: string) => void navigate({ search: (search) => ({ ...search, id: event }) })
  return (
    <DrawerSpace
      width={560}
      drawer={
        id !== undefined && (
          <EventDrawer
            key={id}
            space={space.name}
            id={id}
            steps={stepsIn(query.data?.map(({ eventId }) => eventId) ?? [], id, open)}
            onClose={() => open()}
          />
        )
      }
    >
      <div className="flex flex-wrap items-center gap-3 px-gutter py-2.5">
        <SearchInput
          value={q ?? ''}
          label={t('events.search')}
          onChange={(text) =>
            void navigate({ search: (search) => ({ ...search, q: text || undefined }), replace: true })
          }
        />
      </div>
      <Loaded query={query} skeleton={<SkeletonRows />}>
        {(events) =>
          events.length === 0 ? (
            <NoEvents space={space.name} filtered={q !== undefined} />
          ) : (
            <EventsTable events={events} pages={query} selected={id} tight={id !== undefined} onOpen={open} />
          )
        }
      </Loaded>
    </DrawerSpace>
  )
}

function NoEvents({ space, filtered }: { space: string; filtered: boolean }) {
  const { t } = useTranslation()
  if (filtered) return <EmptyState title={t('events.noMatch')} />
  return (
    <EmptyState
      icon={<RadioTower size={15} />}
      title={t('events.none')}
      example={
        <CodeBlock
          boxed
          code={[
            `curl -X POST ${window.location.origin}/api/v1/spaces/${space}/events \\`,
            '  -H "Authorization: Bearer $ALCOVE_API_KEY" -H "Content-Type: application/json" \\',
            '  -H "ce-specversion: 1.0" -H "ce-id: 1" -H "ce-source: /shop" -H "ce-type: shop.order.created" \\',
            `  -d '{"total":120}'`,
          ].join('\n')}
        />
      }
    >
      {t('events.noneHint')}
    </EmptyState>
  )
}
