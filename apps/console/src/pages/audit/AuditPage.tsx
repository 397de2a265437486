import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { Download, ScrollText, ShieldCheck } from 'lucide-react'
import { useMemo } from 'react'
import { auditExportUrl, auditQuery, auditVerificationQuery } from '../../api/audit.ts'
import { meQuery } from '../../api/session.ts'
import { RangeControl } from '../../components/range/RangeControl.tsx'
import { Loaded } from '../../components/Loaded.tsx'
import { useTranslation } from '../../i18n/index.ts'
import { OVERVIEW_RANGES } from '../../navigation/search/shared.ts'
import { Button } from '../../ui/Button.tsx'
import { DrawerSpace } from '../../ui/Drawer.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { Menu, MenuItem } from '../../ui/Menu.tsx'
import { PageHeader } from '../../ui/PageHeader.tsx'
import { useNow } from '../../ui/Time.tsx'
import { AuditDrawer } from './AuditDrawer.tsx'
import { AuditQueryBar } from './AuditQueryBar.tsx'
import { AuditTable } from './AuditTable.tsx'
import { auditFilter } from './filter.ts'
import { Verification } from './Verification.tsx'

const page = getRouteApi('/shell/audit')

export default function AuditPage() {
  const { t } = useTranslation()
  const { q = '', range, id } = page.useSearch()
  const navigate = page.useNavigate()
  // To the minute: otherwise every render would change the query's key.
  const minute = Math.floor(useNow() / 60_000) * 60_000
  const filter = useMemo(() => auditFilter(q, range, minute), [q, range, minute])
  const query = useInfiniteQuery(auditQuery(filter))
  const verification = useQuery(auditVerificationQuery)
  const me = useQuery(meQuery).data
  const open = (entry?: string) => void navigate({ search: (search) => ({ ...search, id: entry }) })
  const entry = id === undefined ? undefined : query.data?.find((each) => each.id === id)
  return (
    <>
      <PageHeader
        title={t('shell.audit')}
        actions={
          <>
            {me?.actions.includes('audit:read') && (
              <Button
                icon={<ShieldCheck size={14} />}
                pending={verification.isFetching}
                onClick={() => void verification.refetch()}
              >
                {verification.isFetching ? t('audit.verifying') : t('audit.verify')}
              </Button>
            )}
            <Menu trigger={<Button icon={<Download size={14} />}>{t('audit.export')}</Button>}>
              <MenuItem render={<a href={auditExportUrl(filter, 'csv')} download aria-label="CSV" />}>CSV</MenuItem>
              <MenuItem render={<a href={auditExportUrl(filter, 'ndjson')} download aria-label="NDJSON" />}>
                NDJSON
              </MenuItem>
            </Menu>
          </>
        }
      >
        <span className="pt-1 text-sm text-fg-3 narrow:hidden">{t('audit.lead')}</span>
      </PageHeader>
      <Verification query={verification} />
      <div className="flex flex-wrap items-center gap-2 border-t border-line px-gutter py-2.5">
        <AuditQueryBar
          value={q}
          onChange={(next) => void navigate({ search: (search) => ({ ...search, q: next || undefined }) })}
        />
        <RangeControl
          tall
          value={range}
          presets={OVERVIEW_RANGES}
          onChange={(next) => void navigate({ search: (search) => ({ ...search, range: next }) })}
          onAll={() => void navigate({ search: (search) => ({ ...search, range: undefined }) })}
        />
      </div>
      <DrawerSpace drawer={entry && <AuditDrawer key={entry.id} entry={entry} onClose={() => open()} />}>
        <div className="border-t border-line">
          <Loaded query={query}>
            {(entries) =>
              entries.length === 0 ? (
                <EmptyState icon={<ScrollText size={16} />} title={q || range ? t('audit.noMatch') : t('audit.none')}>
                  {q || range ? t('audit.noMatchDetail') : t('audit.noneDetail')}
                </EmptyState>
              ) : (
                <AuditTable
                  entries={entries}
                  pages={query}
                  selected={id}
                  onOpen={({ id: next }) => open(next === id ? undefined : next)}
                />
              )
            }
          </Loaded>
        </div>
      </DrawerSpace>
    </>
  )
}
