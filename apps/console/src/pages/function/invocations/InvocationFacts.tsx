import { MB_MS_PER_GB_SECOND, type InvocationDetail, type PriceList } from '@alcove/contract'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { invocationQuery } from '../../../api/invocations.ts'
import { pricesQuery } from '../../../api/prices.ts'
import { useLanguage, useTranslation } from '../../../i18n/index.ts'
import { useFormat } from '../../../i18n/useFormat.ts'
import { paths } from '../../../navigation/paths.ts'
import { FactGrid } from '../payload/FactGrid.tsx'
import { shortId } from '../../../components/shortId.ts'

export function InvocationFacts({ call }: { call: InvocationDetail }) {
  const { t } = useTranslation()
  const format = useFormat()
  const language = useLanguage()
  const version = call.version === null ? t('fn.versions.draft') : `v${call.version}`
  const named = call.qualifier !== 'draft' && call.qualifier !== String(call.version)
  const { release } = call
  const list = useQuery(pricesQuery).data?.current
  const facts = [
    {
      key: 'started',
      value: `${format.clock(call.startedAt)}.${String(new Date(call.startedAt).getMilliseconds()).padStart(3, '0')}`,
    },
    { key: 'duration', value: format.duration(call.durationMs) },
    { key: 'billed', value: format.duration(call.billedMs) },
    {
      key: 'memory',
      value: call.peakMemoryMb === null ? '–' : `${format.number(call.peakMemoryMb)} / ${call.memoryMb} MB`,
    },
    { key: 'version', value: named ? t('fn.facts.via', { version, alias: call.qualifier }) : version },
    {
      key: 'trigger',
      value: call.httpMethod
        ? [call.httpMethod, call.httpPath, call.httpStatus].filter(Boolean).join(' ')
        : (call.triggerName ?? t(`fn.trigger.${call.trigger}`)),
    },
    { key: 'caller', value: call.caller ?? '–' },
    ...(release === null
      ? []
      : [
          {
            key: 'release',
            title: format.dateTime(release.at),
            value: (
              <Link
                {...paths.versions(call.space, call.function, { version: String(release.version) })}
                className="link"
              >
                {t('fn.facts.released', {
                  alias: release.alias,
                  version: release.version,
                  ago: format.duration(Date.parse(call.startedAt) - Date.parse(release.at)),
                })}
              </Link>
            ),
          } as const,
        ]),
    ...(list && call.billedMs > 0 ? [{ key: 'cost', value: costText(call, list, language) } as const] : []),
    {
      key: 'trace',
      title: call.traceId,
      value: (
        <Link {...paths.trace(call.space, call.traceId, { at: call.startedAt, call: call.id })} className="link mono">
          {shortId(call.traceId)}
        </Link>
      ),
    },
    ...(call.parentId === null
      ? []
      : [
          { key: 'parent', value: <ParentLink space={call.space} id={call.parentId} />, title: call.parentId } as const,
        ]),
    ...(call.requestId === null
      ? []
      : [
          {
            key: 'request',
            title: call.requestId,
            value: <span className="mono">{call.requestId.slice(0, 8)}</span>,
          } as const,
        ]),
    ...(call.instanceId === null
      ? []
      : [
          {
            key: 'instance',
            title: call.instanceId,
            value: (
              <Link {...paths.instances(call.space, call.function, { id: call.instanceId })} className="link mono">
                {call.instanceId.slice(0, 8)}
              </Link>
            ),
          } as const,
        ]),
  ] as const
  return <FactGrid facts={facts.map((fact) => ({ ...fact, label: t(`fn.facts.${fact.key}`) }))} />
}

/** By the list of today, before what is free. */
function costText({ billedMs, memoryMb }: InvocationDetail, list: PriceList, language: string): string {
  const cost = list.perMillionCalls / 1e6 + ((billedMs * memoryMb) / MB_MS_PER_GB_SECOND) * list.perGbSecond
  const { currency } = list
  const digits = { style: 'currency', currencyDisplay: 'narrowSymbol', maximumSignificantDigits: 2 } as const
  return new Intl.NumberFormat(language, { ...digits, currency }).format(cost)
}

/** The call that made this one. It may belong to another function, which its record names. */
function ParentLink({ space, id }: { space: string; id: string }) {
  const parent = useQuery(invocationQuery(space, id)).data
  if (!parent) return <span className="mono">{shortId(id)}</span>
  return (
    <Link {...paths.invocations(space, parent.function, { id })} className="link">
      {parent.function} <span className="mono">{shortId(id)}</span>
    </Link>
  )
}
