import type { Trigger } from '@alcove/contract'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from '../../../../i18n/index.ts'
import { useFormat } from '../../../../i18n/useFormat.ts'
import { paths } from '../../../../navigation/paths.ts'
import { SuccessRate } from '../SuccessRate.tsx'
import { NextTick } from './NextTick.tsx'

/** The trigger in a few figures of the last day. */
export function Figures({ space, fn, trigger }: { space: string; fn: string; trigger: Trigger }) {
  const { t } = useTranslation()
  const format = useFormat()
  const { invocations, failures, skipped, dead, lagP95Ms } = trigger.last24h
  const items: { label: string; value: ReactNode }[] = [
    ...(trigger.type === 'timer'
      ? [
          {
            label: t('triggers.next'),
            value: trigger.state.nextFireAt ? <NextTick at={trigger.state.nextFireAt} /> : '–',
          },
        ]
      : []),
    {
      label: t('triggers.ranInDay'),
      value:
        trigger.type === 'http'
          ? t('fn.triggers.callsFailed', { calls: format.number(invocations), failures: format.number(failures) })
          : format.number(invocations),
    },
    ...(trigger.type === 'http' ? [] : [{ label: t('triggers.outcome.skipped'), value: format.number(skipped) }]),
    { label: t('triggers.succeeded'), value: <SuccessRate day={trigger.last24h} /> },
    ...(lagP95Ms === null ? [] : [{ label: t('triggers.lag'), value: format.duration(lagP95Ms) }]),
    ...(dead === 0
      ? []
      : [
          {
            label: t('triggers.deadLetters'),
            value: (
              <Link {...paths.tasks(space, { show: 'dead', fn })} className="link text-danger">
                {format.number(dead)}
              </Link>
            ),
          },
        ]),
    { label: t('fn.triggers.target'), value: <span className="mono">{trigger.qualifier}</span> },
  ]
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
