import type { InvocationDetail } from '@alcove/contract'
import { useTranslation } from 'react-i18next'
import { useFormat } from '../../../i18n/useFormat.ts'

export function InvocationFacts({ call }: { call: InvocationDetail }) {
  const { t } = useTranslation()
  const format = useFormat()
  const version = call.version === null ? t('fn.versions.draft') : `v${call.version}`
  const named = call.qualifier !== 'draft' && call.qualifier !== String(call.version)
  const facts = [
    [
      'started',
      `${format.clock(call.startedAt)}.${String(new Date(call.startedAt).getMilliseconds()).padStart(3, '0')}`,
    ],
    ['duration', format.duration(call.durationMs)],
    ['billed', format.duration(call.billedMs)],
    ['memory', call.peakMemoryMb === null ? '–' : `${format.number(call.peakMemoryMb)} / ${call.memoryMb} MB`],
    ['version', named ? t('fn.facts.via', { version, alias: call.qualifier }) : version],
    [
      'trigger',
      call.httpMethod
        ? [call.httpMethod, call.httpPath, call.httpStatus].filter(Boolean).join(' ')
        : (call.triggerName ?? t(`fn.trigger.${call.trigger}`)),
    ],
    ['caller', call.caller ?? '–'],
  ] as const
  return (
    <dl className="num grid grid-cols-[repeat(auto-fill,minmax(112px,1fr))] gap-x-4 gap-y-2 px-gutter pb-3">
      {facts.map(([key, value]) => (
        <div key={key} className="min-w-0">
          <dt className="text-micro/[14px] text-fg-3">{t(`fn.facts.${key}`)}</dt>
          <dd className="cut" title={value}>
            {value}
          </dd>
        </div>
      ))}
    </dl>
  )
}
