import type { Alert } from '@alcove/contract'
import { useInfiniteQuery } from '@tanstack/react-query'
import { alertChangesQuery } from '../../../api/alerts.ts'
import { Loaded } from '../../../components/Loaded.tsx'
import { useTranslation } from '../../../i18n/index.ts'
import { useFormat } from '../../../i18n/useFormat.ts'
import { Button } from '../../../ui/Button.tsx'
import { Section } from '../../../ui/Section.tsx'
import { Marker } from '../../../ui/StatusMark.tsx'
import { useNow } from '../../../ui/Time.tsx'
import { LOOK } from './stateLook.ts'
import { useRuleWords } from './useRuleWords.ts'

/** The states an alert was in, the newest first. */
export function History({ space, alert }: { space: string; alert: Alert }) {
  const { t } = useTranslation()
  const format = useFormat()
  const words = useRuleWords()
  const now = useNow()
  const query = useInfiniteQuery(alertChangesQuery(space, alert.name))
  return (
    <Section ruled title={t('alerts.history')}>
      <Loaded query={query}>
        {(changes) =>
          changes.length === 0 ? (
            <p className="px-gutter pb-4 text-fg-2">{t('alerts.noHistory')}</p>
          ) : (
            <>
              <ul aria-label={t('alerts.history')} className="px-gutter pb-3">
                {changes.map(({ id, at, state, silenced, value, endedAt }) => (
                  <li key={id} className="num flex min-h-8 items-center gap-3 border-t border-line text-sm">
                    <Marker {...LOOK[state]} />
                    <span className={`w-24 ${LOOK[state].text}`}>{t(`alerts.states.${state}`)}</span>
                    <span className="flex-1">{format.dateTime(at)}</span>
                    {silenced && <span className="text-fg-3">{t('alerts.states.silenced')}</span>}
                    <span className="text-fg-2">
                      {format.duration(
                        (endedAt === null ? Math.max(now, Date.parse(at)) : Date.parse(endedAt)) - Date.parse(at),
                      )}
                    </span>
                    <span className="w-16 text-right">{words.value(alert.condition, value)}</span>
                  </li>
                ))}
              </ul>
              {query.hasNextPage && (
                <p className="px-gutter pb-4">
                  <Button size="sm" pending={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
                    {t('common.loadMore')}
                  </Button>
                </p>
              )}
            </>
          )
        }
      </Loaded>
    </Section>
  )
}
