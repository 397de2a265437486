import type { TriggerPreviewOf } from '@alcove/contract'
import { Link } from '@tanstack/react-router'
import { clsx } from 'clsx'
import { useTranslation } from '../../../../../i18n/index.ts'
import { paths } from '../../../../../navigation/paths.ts'
import { Time } from '../../../../../ui/Time.tsx'

interface MatchedEventsProps {
  space: string
  matched: TriggerPreviewOf<'event'>['matched']
  dimmed: boolean
}

/** The last events of the space that the pattern matches. */
export function MatchedEvents({ space, matched, dimmed }: MatchedEventsProps) {
  const { t } = useTranslation()
  if (matched.length === 0) return <p className="px-gutter pb-3 text-fg-2">{t('triggers.matchedNone')}</p>
  return (
    <ul className={clsx(dimmed && 'opacity-50')}>
      {matched.map(({ eventId, type, source, receivedAt }) => (
        <li key={eventId} className="border-t border-line">
          <Link
            {...paths.events(space, { id: eventId })}
            className="grid gap-0.5 px-gutter py-1.5 outline-offset-[-2px] hover:bg-hover"
          >
            <span className="mono cut">{type}</span>
            <span className="flex items-baseline gap-3 text-sm text-fg-2">
              <span className="cut flex-1">{source}</span>
              <Time at={receivedAt} />
            </span>
          </Link>
        </li>
      ))}
    </ul>
  )
}
