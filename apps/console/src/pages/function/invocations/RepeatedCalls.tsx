import type { InvocationDetail } from '@alcove/contract'
import { useTranslation } from '../../../i18n/index.ts'
import { said } from '../../../i18n/said.ts'
import { useFormat } from '../../../i18n/useFormat.ts'

interface RepeatedCallsProps {
  repeats: number
  repeated: NonNullable<InvocationDetail['repeated']>
}

/** The last few repetitions that a refusal's record counts. */
export function RepeatedCalls({ repeats, repeated }: RepeatedCallsProps) {
  const { t } = useTranslation()
  const format = useFormat()
  return (
    <>
      <p className="px-gutter text-fg-2">
        {t('fn.invocation.repeatedHint', { count: format.number(repeats), last: format.clock(repeated.lastAt) })}
      </p>
      <ol className="px-gutter pt-2">
        {repeated.latest.map((call, index) => (
          <li
            // oxlint-disable-next-line react/no-array-index-key -- a snapshot: its rows never move
            key={index}
            className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-3 border-t border-line py-1.5 text-sm"
          >
            <time dateTime={call.at} className="num text-fg-2">
              {format.clock(call.at)}
            </time>
            <span className="mono cut" title={call.httpPath ?? undefined}>
              {[call.httpMethod, call.httpPath].filter(Boolean).join(' ') || call.caller}
            </span>
            <span className="num text-fg-3">{call.httpPath !== null && call.caller}</span>
            <span className="cut text-fg-2" title={said(call.message)}>
              {said(call.message)}
            </span>
          </li>
        ))}
      </ol>
    </>
  )
}
