import type { Space } from '@alcove/contract'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { Plus, Send } from 'lucide-react'
import { sinksQuery } from '../../../api/sinks.ts'
import { Loaded } from '../../../components/Loaded.tsx'
import { useDenied } from '../../../components/useDenied.ts'
import { useTranslation } from '../../../i18n/index.ts'
import { Button } from '../../../ui/Button.tsx'
import { CodeBlock } from '../../../ui/CodeBlock.tsx'
import { DrawerSpace } from '../../../ui/Drawer.tsx'
import { EmptyState } from '../../../ui/EmptyState.tsx'
import { SkeletonRows } from '../../../ui/Skeleton.tsx'
import { SpacePage } from '../SpacePage.tsx'
import { SinkDrawer } from './SinkDrawer.tsx'
import { SinksTable } from './SinksTable.tsx'
import { URGENCY } from './stateLook.ts'

const page = getRouteApi('/shell/s/$space/sinks')

/** No sink can have this name: it opens the form for one that is not there yet. */
const NEW = '+'

export default function SinksTab() {
  const navigate = page.useNavigate()
  return (
    <SpacePage
      actions={(space) => <NewButton space={space} onClick={() => void navigate({ search: { sink: NEW } })} />}
    >
      {(space) => <Sinks space={space} />}
    </SpacePage>
  )
}

function NewButton({ space, onClick }: { space: Space; onClick(): void }) {
  const { t } = useTranslation()
  return (
    <Button
      variant="primary"
      icon={<Plus size={15} />}
      disabledReason={useDenied(space)('sinks:write')}
      onClick={onClick}
    >
      {t('sinks.new')}
    </Button>
  )
}

function Sinks({ space }: { space: Space }) {
  const { t } = useTranslation()
  const { sink: open } = page.useSearch()
  const navigate = page.useNavigate()
  const show = (sink?: string) => void navigate({ search: { sink }, resetScroll: false })
  const query = useQuery(sinksQuery(space.name))
  return (
    <Loaded query={query} skeleton={<SkeletonRows tall />}>
      {(sinks) => {
        const shown = sinks.find(({ name }) => name === open) ?? null
        const drawer = (shown || open === NEW) && (
          <SinkDrawer
            key={open}
            space={space}
            sink={shown}
            names={sinks.map(({ name }) => name)}
            onClose={() => show()}
            onSaved={show}
          />
        )
        return (
          <DrawerSpace drawer={drawer} width={560}>
            {sinks.length === 0 ? (
              <EmptyState
                icon={<Send size={15} />}
                title={t('sinks.none')}
                example={
                  <CodeBlock
                    boxed
                    code={[
                      `curl -X PUT ${window.location.origin}/api/v1/spaces/${space.name}/sinks/archive \\`,
                      '  -H "Authorization: Bearer $ALCOVE_API_KEY" -H "Content-Type: application/json" \\',
                      `  -d '{ "type": "bucket", "datasets": ["logs"], "config": { "bucket": "archive" } }'`,
                    ].join('\n')}
                  />
                }
              >
                {t('sinks.noneHint')}
              </EmptyState>
            ) : (
              <SinksTable
                sinks={sinks.toSorted((a, b) => URGENCY[a.state] - URGENCY[b.state] || a.name.localeCompare(b.name))}
                selected={open}
                tight={Boolean(drawer)}
                onOpen={show}
              />
            )}
          </DrawerSpace>
        )
      }}
    </Loaded>
  )
}
