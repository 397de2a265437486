import { useQuery } from '@tanstack/react-query'
import { every } from '../../api/every.ts'
import { engineQuery } from '../../api/engine.ts'
import { Loaded } from '../../components/Loaded.tsx'
import { useTranslation } from '../../i18n/index.ts'
import { PageHeader } from '../../ui/PageHeader.tsx'
import { Tag } from '../../ui/Tag.tsx'
import { EngineMetrics } from './EngineMetrics.tsx'
import { LiveInstances } from './LiveInstances.tsx'
import { Pools } from './Pools.tsx'
import { Protection } from './Protection.tsx'
import { Queues } from './Queues.tsx'
import { Runtimes } from './Runtimes.tsx'

export default function EnginePage() {
  const { t } = useTranslation()
  const query = useQuery({ ...engineQuery, refetchInterval: every(5_000) })
  return (
    <>
      <PageHeader title={t('shell.engine')}>
        {query.data && (
          <Tag tone={query.data.ready ? 'success' : 'danger'}>
            {t(query.data.ready ? 'engine.ready' : 'engine.notReady')}
          </Tag>
        )}
        {query.data && <span className="mono text-fg-3">Alcove {query.data.version}</span>}
      </PageHeader>
      <Loaded query={query}>
        {(engine) => (
          <>
            <EngineMetrics engine={engine} />
            <div className="grid flex-1 grid-cols-[minmax(0,1fr)_348px] compact:grid-cols-1">
              <div className="min-w-0">
                {engine.queues.length > 0 && <Queues queues={engine.queues} />}
                <Pools pools={engine.prewarmed} />
                <LiveInstances />
              </div>
              <div
                className="min-w-0 border-l border-line compact:-mt-px compact:border-t compact:border-l-0"
                style={{ '--gutter': '16px' }}
              >
                <Protection engine={engine} />
                <Runtimes runtimes={engine.runtimes} />
              </div>
            </div>
          </>
        )}
      </Loaded>
    </>
  )
}
