import { SERVER_LOG_LEVELS } from '@alcove/contract'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { ScrollText } from 'lucide-react'
import { healthQuery, serverLogQuery } from '../../api/health.ts'
import { Loaded } from '../../components/Loaded.tsx'
import { SearchInput } from '../../components/SearchInput.tsx'
import { useTranslation } from '../../i18n/index.ts'
import { DrawerSpace } from '../../ui/Drawer.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { PageHeader } from '../../ui/PageHeader.tsx'
import { Select } from '../../ui/Select.tsx'
import { Switch } from '../../ui/Switch.tsx'
import { HealthTabs } from './HealthTabs.tsx'
import { ServerLine } from './ServerLine.tsx'
import { ServerLines } from './ServerLines.tsx'

const page = getRouteApi('/shell/health/log')
const ALL = 'all'

/** What the servers of the installation logged, of all of them together. */
export default function ServerLogPage() {
  const { t } = useTranslation()
  const { q, level, server, id, paused } = page.useSearch()
  const navigate = page.useNavigate()
  const set = (next: object) => void navigate({ search: (search) => ({ ...search, ...next }), replace: true })
  const query = useInfiniteQuery(serverLogQuery({ q, level, server }, !paused))
  const known = useQuery(healthQuery).data?.servers.map(({ host }) => host) ?? []
  const servers = [...new Set(server === undefined ? known : [server, ...known])].toSorted()
  const line = id === undefined ? undefined : query.data?.find((each) => each.id === id)
  const open = (next?: string) => void navigate({ search: (search) => ({ ...search, id: next }) })
  return (
    <>
      <PageHeader tabbed title={t('shell.health')} />
      <HealthTabs />
      <div className="flex flex-wrap items-center gap-2 px-gutter py-2.5">
        <div className="flex narrow:w-full">
          <SearchInput
            label={t('platform.search')}
            value={q ?? ''}
            onChange={(next) => set({ q: next || undefined })}
          />
        </div>
        <Select
          size="md"
          label={t('platform.level')}
          value={level ?? ALL}
          onChange={(next) => set({ level: next === ALL ? undefined : next })}
          options={([ALL, ...SERVER_LOG_LEVELS.slice(1)] as const).map((each) => ({
            value: each,
            label: t(`platform.levels.${each}`),
          }))}
        />
        <Select
          size="md"
          label={t('platform.server')}
          value={server ?? ALL}
          onChange={(next) => set({ server: next === ALL ? undefined : next })}
          options={[
            { value: ALL, label: t('platform.allServers') },
            ...servers.map((each) => ({ value: each, label: each })),
          ]}
        />
        <label className="ml-auto flex items-center gap-2 text-fg-2">
          {t('platform.follow')}
          <Switch
            label={t('platform.follow')}
            checked={!paused}
            onChange={(follow) => set({ paused: follow ? undefined : true })}
          />
        </label>
      </div>
      <DrawerSpace drawer={line && <ServerLine key={line.id} line={line} onClose={() => open()} />}>
        <div className="border-t border-line">
          <Loaded query={query}>
            {(lines) =>
              lines.length === 0 ? (
                <EmptyState icon={<ScrollText size={16} />} title={t('platform.noLines')}>
                  {t(q || level || server ? 'platform.noLinesMatch' : 'platform.noLinesYet')}
                </EmptyState>
              ) : (
                <ServerLines
                  lines={lines}
                  pages={query}
                  selected={id}
                  onOpen={(each) => open(each.id === id ? undefined : each.id)}
                />
              )
            }
          </Loaded>
        </div>
      </DrawerSpace>
    </>
  )
}
