import type { Firing, Trigger } from '@alcove/contract'
import { useInfiniteQuery } from '@tanstack/react-query'
import { firingsQuery } from '../../../../api/triggers.ts'
import { useTranslation } from '../../../../i18n/index.ts'
import { useFormat } from '../../../../i18n/useFormat.ts'
import { Time, useNow } from '../../../../ui/Time.tsx'

const DAY = 86_400_000

/** The trigger in five figures: of its latest firings, at most a day old. */
export function Figures({ space, fn, trigger }: { space: string; fn: string; trigger: Trigger }) {
  const { t } = useTranslation()
  const format = useFormat()
  const now = useNow()
  const firings = useInfiniteQuery(firingsQuery(space, fn, trigger.name)).data ?? []
  const recent = firings.filter(({ at }) => Date.parse(at) > now - DAY)
  const fired = recent.filter(({ outcome }) => outcome === 'fired')
  const ended = fired.filter(({ task }) => task && !['queued', 'running', 'retrying'].includes(task.state))
  const succeeded = ended.filter(({ task }) => task?.state === 'succeeded')
  const lag = p95(fired)
  const isHttp = trigger.type === 'http'
  const { invocations, failures } = trigger.last24h
  const items = [
    trigger.type === 'timer' && {
      label: t('triggers.next'),
      value: trigger.state.nextFireAt ? <Time at={trigger.state.nextFireAt} /> : '–',
    },
    {
      label: t('triggers.ranInDay'),
      value: isHttp
        ? t('fn.triggers.callsFailed', { calls: format.number(invocations), failures: format.number(failures) })
        : `${format.number(fired.length)} / ${format.number(recent.reduce((sum, { ticks }) => sum + ticks, 0))}`,
    },
    ended.length > 0 && {
      label: t('triggers.succeeded'),
      value: `${format.percentShort(succeeded.length / ended.length)} %`,
    },
    lag !== null && { label: t('triggers.lag'), value: format.duration(lag) },
    { label: t('fn.triggers.target'), value: <span className="mono">{trigger.qualifier}</span> },
  ].filter((item) => item !== false)
  return (
    <dl className="flex flex-wrap gap-x-8 gap-y-2 px-gutter pb-3">
      {items.map(({ label, value }) => (
        <div key={label}>
          <dt className="text-sm text-fg-2">{label}</dt>
          <dd className="num">{value}</dd>
        </div>
      ))}
    </dl>
  )
}

function p95(fired: readonly Firing[]): number | null {
  const lags = fired.flatMap(({ lagMs }) => lagMs ?? []).toSorted((a, b) => a - b)
  return lags[Math.ceil(lags.length * 0.95) - 1] ?? null
}
