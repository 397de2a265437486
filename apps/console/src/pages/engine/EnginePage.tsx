import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { engineQuery } from '../../api/engine.ts'
import { Loaded } from '../../components/Loaded.tsx'
import { PageHeader } from '../../ui/PageHeader.tsx'
import { Tag } from '../../ui/Tag.tsx'
import { EngineFacts } from './EngineFacts.tsx'
import { Instances } from './Instances.tsx'

export default function EnginePage() {
  const { t } = useTranslation()
  const query = useQuery(engineQuery)
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
      <Loaded query={query}>{(engine) => <EngineFacts engine={engine} />}</Loaded>
      <Instances />
    </>
  )
}
