import { useQuery } from '@tanstack/react-query'
import { useSearch } from '@tanstack/react-router'
import { RotateCcw } from 'lucide-react'
import type { Replay } from '@alcove/contract'
import { useNavigate } from '@tanstack/react-router'
import { replayQuery, replaysQuery } from '../../../api/replays.ts'
import { LinkButton } from '../../../components/LinkButton.tsx'
import { Loaded } from '../../../components/Loaded.tsx'
import { useTranslation } from '../../../i18n/index.ts'
import { saidActor } from '../../../i18n/said.ts'
import { paths } from '../../../navigation/paths.ts'
import { EmptyState } from '../../../ui/EmptyState.tsx'
import { type Column, Table } from '../../../ui/Table.tsx'
import { Time } from '../../../ui/Time.tsx'
import { useFunctionParams } from '../params.ts'
import { ReplayView } from './ReplayView.tsx'
import { useSummary } from './useSummary.ts'

/** Recorded calls that were run again: the list, or one of them. */
export default function ReplaysTab() {
  const { id } = useSearch({ from: '/shell/s/$space/f/$fn/invocations/replays' })
  return id === undefined ? <ReplayList /> : <OneReplay id={id} />
}

function OneReplay({ id }: { id: string }) {
  const { t } = useTranslation()
  const { space, fn } = useFunctionParams()
  const query = useQuery(replayQuery(space, fn, id))
  return (
    <Loaded query={query} notFound={t('fn.replay.gone')}>
      {(replay) => <ReplayView key={id} space={space} fn={fn} replay={replay} />}
    </Loaded>
  )
}

function ReplayList() {
  const { t } = useTranslation()
  const { space, fn } = useFunctionParams()
  const navigate = useNavigate()
  const summary = useSummary()
  const columns: Column<Replay>[] = [
    {
      id: 'started',
      header: t('fn.replay.startedAt'),
      narrow: 'subtrail',
      cell: ({ startedAt }) => <Time at={startedAt} />,
    },
    { id: 'what', header: t('fn.replay.runs'), width: '99%', narrow: 'lead', cell: (replay) => summary(replay).what },
    { id: 'result', header: t('fn.replay.differences'), narrow: 'sub', cell: (replay) => summary(replay).result },
    { id: 'state', header: t('common.state'), cell: ({ state }) => t(`fn.replay.ended.${state}`) },
    { id: 'by', header: t('fn.replay.startedBy'), optional: true, cell: ({ startedBy }) => saidActor(startedBy) },
  ]
  return (
    <Loaded query={useQuery(replaysQuery(space, fn))}>
      {(replays) =>
        replays.length === 0 ? (
          <EmptyState
            icon={<RotateCcw size={15} />}
            title={t('fn.replay.none')}
            action={<LinkButton {...paths.invocations(space, fn)}>{t('shell.invocations')}</LinkButton>}
          >
            {t('fn.replay.noneHint')}
          </EmptyState>
        ) : (
          <Table
            label={t('fn.replay.title')}
            columns={columns}
            rows={replays}
            rowKey={({ id }) => id}
            onOpen={({ id }) => void navigate(paths.replays(space, fn, { id }))}
          />
        )
      }
    </Loaded>
  )
}
