import { endOwnSession, ownSessionsQuery } from '../../api/profile.ts'
import { Loaded } from '../../components/Loaded.tsx'
import { useChange } from '../../components/useChange.ts'
import { useWholeList } from '../../components/useWholeList.ts'
import { useTranslation } from '../../i18n/index.ts'
import { Button } from '../../ui/Button.tsx'
import { Section } from '../../ui/Section.tsx'
import { SessionList } from '../accounts/SessionList.tsx'

export function OwnSessions() {
  const { t } = useTranslation()
  const query = useWholeList(ownSessionsQuery)
  const end = useChange({
    run: endOwnSession,
    invalidates: [ownSessionsQuery.queryKey],
    done: () => t('sessions.ended'),
  })
  const others = query.data?.some(({ current }) => !current) ?? false
  return (
    <Section
      ruled
      title={t('sessions.title')}
      note={query.data?.length}
      actions={
        others && (
          <Button size="sm" variant="ghost" pending={end.isPending} onClick={() => end.mutate(null)}>
            {t('sessions.endOthers')}
          </Button>
        )
      }
    >
      <Loaded query={query}>{(sessions) => <SessionList sessions={sessions} onEnd={(id) => end.mutate(id)} />}</Loaded>
    </Section>
  )
}
