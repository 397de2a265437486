import type { Instance, InstanceEnd as End } from '@alcove/contract'
import { Link } from '@tanstack/react-router'
import { clsx } from 'clsx'
import { isBadEnd } from '../../../components/instances/look.ts'
import { useTranslation } from '../../../i18n/index.ts'
import { said } from '../../../i18n/said.ts'
import { useFormat } from '../../../i18n/useFormat.ts'
import { paths } from '../../../navigation/paths.ts'

interface InstanceEndProps {
  space: string
  fn: string
  instance: Instance
  end: End
}

/** Why an instance ended: a sentence, the facts, and the stack if its code hung. */
export function InstanceEnd({ space, fn, instance, end }: InstanceEndProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const bad = isBadEnd(end.reason)
  return (
    <section
      aria-label={t('instances.why')}
      className={clsx('border-t border-line px-gutter py-2.5', bad && 'bg-danger-tint')}
    >
      <h3 className={clsx('font-name', bad && 'text-danger')}>
        {t(`instances.end.${end.reason}`)}
        {instance.endedAt && <span className="num ml-2 font-normal text-fg-3">{format.clock(instance.endedAt)}</span>}
      </h3>
      <p className="wrap-anywhere">{said(end.detail) || t(`instances.endMeans.${end.reason}`)}</p>
      {end.detail && <p className="text-sm text-fg-2">{t(`instances.endMeans.${end.reason}`)}</p>}
      {(end.exitCode !== null || end.signal !== null) && (
        <p className="mono mt-1 text-fg-2">
          {end.exitCode !== null && `${t('instances.exitCode')} ${end.exitCode} `}
          {end.signal !== null && `${t('instances.signal')} ${end.signal}`}
        </p>
      )}
      {end.stack && (
        <>
          <h4 className="mt-2 text-sm font-medium text-fg-2">{t('instances.hungAt')}</h4>
          <pre className="mt-0.5 text-[12px]/[18px] wrap-anywhere whitespace-pre-wrap text-fg-2">{end.stack}</pre>
        </>
      )}
      {end.invocationId && (
        <Link {...paths.invocations(space, fn, { id: end.invocationId })} className="link mt-1.5 inline-block">
          {t('instances.openCall')}
        </Link>
      )}
    </section>
  )
}
