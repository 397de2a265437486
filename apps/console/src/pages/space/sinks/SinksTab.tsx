import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { Send } from 'lucide-react'
import { sinksQuery } from '../../../api/sinks.ts'
import { useTranslation } from '../../../i18n/index.ts'
import { NamedItems } from '../NamedItems.tsx'
import { SinkDrawer } from './SinkDrawer.tsx'
import { SinksTable } from './SinksTable.tsx'
import { URGENCY } from './stateLook.ts'

const page = getRouteApi('/shell/s/$space/sinks')

const useSinks = (space: string) => useQuery(sinksQuery(space))

export default function SinksTab() {
  const { t } = useTranslation()
  const { sink: open } = page.useSearch()
  const navigate = page.useNavigate()
  const show = (sink?: string) => void navigate({ search: { sink }, resetScroll: false })
  return (
    <NamedItems
      open={open}
      onOpen={show}
      useItems={useSinks}
      create={{ label: t('sinks.new'), needs: 'sinks:write' }}
      none={{
        icon: <Send size={15} />,
        title: t('sinks.none'),
        hint: t('sinks.noneHint'),
        example: {
          path: 'sinks/archive',
          body: '{ "type": "bucket", "datasets": ["logs"], "config": { "bucket": "archive" } }',
        },
      }}
      table={(sinks, tight) => (
        <SinksTable
          sinks={sinks.toSorted((a, b) => URGENCY[a.state] - URGENCY[b.state] || a.name.localeCompare(b.name))}
          selected={open}
          tight={tight}
          onOpen={show}
        />
      )}
      drawer={({ key, item, ...drawn }) => <SinkDrawer key={key} sink={item} {...drawn} />}
    />
  )
}
