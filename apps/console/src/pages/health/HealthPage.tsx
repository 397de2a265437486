import { useQuery } from '@tanstack/react-query'
import { healthQuery } from '../../api/health.ts'
import { Loaded } from '../../components/Loaded.tsx'
import { useTranslation } from '../../i18n/index.ts'
import { useFormat } from '../../i18n/useFormat.ts'
import { KeyValue } from '../../ui/KeyValue.tsx'
import { PageHeader } from '../../ui/PageHeader.tsx'
import { Section } from '../../ui/Section.tsx'
import { Disks } from './Disks.tsx'
import { HealthMetrics } from './HealthMetrics.tsx'
import { HealthTabs } from './HealthTabs.tsx'
import { Queues } from './Queues.tsx'
import { Servers } from './Servers.tsx'
import { Stored } from './Stored.tsx'

/** The installation as its operator sees it. */
export default function HealthPage() {
  const { t } = useTranslation()
  const format = useFormat()
  const query = useQuery(healthQuery)
  return (
    <>
      <PageHeader tabbed title={t('shell.health')} />
      <HealthTabs />
      <Loaded query={query}>
        {({ servers, database, queues, stored, segments }) => (
          <>
            <HealthMetrics servers={servers} database={database} queues={queues} />
            <div className="grid flex-1 grid-cols-[minmax(0,1fr)_348px] compact:grid-cols-1">
              <div className="min-w-0">
                <Servers servers={servers} />
                <Disks servers={servers} />
                <Queues queues={queues} />
              </div>
              <div
                className="min-w-0 border-l border-line compact:-mt-px compact:border-t compact:border-l-0"
                style={{ '--gutter': '16px' }}
              >
                <Stored stored={stored} />
                <Section ruled title={t('platform.database')} note={`PostgreSQL ${database.version}`}>
                  <KeyValue
                    items={[
                      { key: 'size', label: t('platform.databaseSize'), value: format.bytes(database.bytes) },
                      {
                        key: 'connections',
                        label: t('platform.connections'),
                        value: t('platform.of', {
                          part: format.number(database.connections.used),
                          whole: format.number(database.connections.max),
                        }),
                      },
                      { key: 'segments', label: t('platform.segments'), value: format.number(segments.count) },
                      { key: 'sealed', label: t('platform.sealedLines'), value: format.number(segments.lines) },
                      { key: 'recent', label: t('platform.recentLines'), value: format.number(segments.recentLines) },
                    ]}
                  />
                </Section>
              </div>
            </div>
          </>
        )}
      </Loaded>
    </>
  )
}
