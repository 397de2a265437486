import type { Suspension } from '@alcove/contract'
import { useInfiniteQuery } from '@tanstack/react-query'
import { openSuspensionsQuery, suspendedPlace, suspensionsQuery } from '../../../api/quotas.ts'
import { fine } from '../../../components/money.ts'
import { SuspensionNotice } from '../../../components/quota/SuspensionNotice.tsx'
import { useWholeList } from '../../../components/useWholeList.ts'
import { useLanguage, useTranslation } from '../../../i18n/index.ts'
import { saidActor } from '../../../i18n/said.ts'
import { useFormat } from '../../../i18n/useFormat.ts'
import { Section } from '../../../ui/Section.tsx'
import { type Column, Table } from '../../../ui/Table.tsx'

/** What of the space is suspended now: the space itself first, since it stops the others too. */
export function OpenSuspensions({ space }: { space: string }) {
  const { data = [] } = useWholeList(openSuspensionsQuery(space))
  const isOfSpace = (each: Suspension) => each.function === null && each.part === null
  return data
    .toSorted((a, b) => Number(isOfSpace(b)) - Number(isOfSpace(a)))
    .map((each) => <SuspensionNotice key={each.id} place={suspendedPlace(space, each)} suspension={each} />)
}

/** What was suspended in the space, and what ended it. */
export function Suspensions({ space }: { space: string }) {
  const { t } = useTranslation()
  const format = useFormat()
  const language = useLanguage()
  const query = useInfiniteQuery(suspensionsQuery(space))
  const { data } = query
  if (data === undefined || data.length === 0) return null
  const columns: Column<Suspension>[] = [
    {
      id: 'name',
      header: t('usage.appliesTo'),
      width: '30%',
      narrow: 'lead',
      cell: ({ function: fn, part }) => [fn ?? space, part?.name].filter(Boolean).join(' · '),
    },
    {
      id: 'limit',
      header: t('usage.limit'),
      narrow: 'sub',
      cell: ({ limit, allowed }) => `${t(`usage.limits.${limit}`)}: ${fine(language, allowed)}`,
    },
    { id: 'refused', header: t('usage.refused'), numeric: true, cell: ({ refused }) => format.number(refused) },
    { id: 'since', header: t('usage.since'), cell: ({ since }) => format.dateTime(since) },
    {
      id: 'end',
      header: t('usage.ended'),
      width: '30%',
      narrow: 'trail',
      cell: ({ resumedAt, resumedBy, resumesAt }) =>
        resumedAt === null ? (
          <span className="font-name text-warning">
            {t('usage.suspendedUntil', { at: format.dateTime(resumesAt) })}
          </span>
        ) : resumedBy === 'clock' ? (
          t('usage.byClock', { at: format.dateTime(resumedAt) })
        ) : (
          t('usage.by', { at: format.dateTime(resumedAt), name: saidActor(resumedBy ?? '–') })
        ),
    },
  ]
  return (
    <Section ruled title={t('usage.history')}>
      <Table label={t('usage.history')} rows={data} pages={query} rowKey={({ id }) => id} columns={columns} />
    </Section>
  )
}
