import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { every } from '../../../../../api/every.ts'
import { invocationsQuery } from '../../../../../api/invocations.ts'
import { useTranslation } from '../../../../../i18n/index.ts'
import { useFormat } from '../../../../../i18n/useFormat.ts'
import { paths } from '../../../../../navigation/paths.ts'
import { Section } from '../../../../../ui/Section.tsx'
import { SkeletonRows } from '../../../../../ui/Skeleton.tsx'
import { StatusMark } from '../../../../../ui/StatusMark.tsx'
import { Time } from '../../../../../ui/Time.tsx'

/** Requests are not firings: they are listed as the invocations that they are. */
export function RecentCalls({ space, fn, trigger }: { space: string; fn: string; trigger: string }) {
  const { t } = useTranslation()
  const format = useFormat()
  const recent = useInfiniteQuery({
    ...invocationsQuery(space, fn, { trigger: 'http' }),
    refetchInterval: every(5_000),
  })
  const calls = recent.data?.filter(({ triggerName }) => triggerName === trigger).slice(0, 10)
  return (
    <Section ruled title={t('fn.triggers.recent')}>
      {!calls ? (
        <SkeletonRows rows={3} />
      ) : calls.length === 0 ? (
        <p className="px-gutter pb-3 text-fg-2">{t('fn.triggers.noCalls')}</p>
      ) : (
        <ul>
          {calls.map((call) => (
            <li key={call.id} className="border-t border-line">
              <Link
                {...paths.invocations(space, fn, { id: call.id })}
                className="num flex h-8 items-center gap-3 px-gutter outline-offset-[-2px] hover:bg-hover"
              >
                <StatusMark status={call.status}>{t(`status.${call.status}`)}</StatusMark>
                <span className="mono cut flex-1 text-fg-2">
                  {[call.httpMethod, call.httpPath].filter(Boolean).join(' ')}
                </span>
                <span>{call.httpStatus}</span>
                <span className="w-16 text-right text-fg-2">{format.duration(call.durationMs)}</span>
                <Time at={call.startedAt} className="w-24 text-right text-sm text-fg-3" />
              </Link>
            </li>
          ))}
        </ul>
      )}
    </Section>
  )
}
