import { leastRole, QUOTA_LIMITS, type FunctionQuotaUse, type QuotaLimit, type QuotaUse } from '@alcove/contract'
import { Link } from '@tanstack/react-router'
import { clsx } from 'clsx'
import { Play } from 'lucide-react'
import { useState } from 'react'
import { functionQuota, type QuotaPlace, type QuotaState } from '../../api/quotas.ts'
import { useLanguage, useTranslation } from '../../i18n/index.ts'
import { useFormat } from '../../i18n/useFormat.ts'
import { paths } from '../../navigation/paths.ts'
import type { Pages } from '../../ui/LoadMore.tsx'
import { Button } from '../../ui/Button.tsx'
import { type Column, Table } from '../../ui/Table.tsx'
import { TwoLines } from '../../ui/TwoLines.tsx'
import { fine } from '../money.ts'
import { ResumeDialog } from './ResumeDialog.tsx'
import { useQuotaPermission } from './useQuotaPermission.ts'

/** From this share on, owners are warned. */
const NEARLY = 0.8

interface Row extends QuotaUse {
  /** Null: the limit is of what the table is of. */
  fn: string | null
  name: QuotaLimit
  /** Null: this limit suspended nothing. */
  suspension: NonNullable<QuotaState['suspension']> | null
}

interface QuotaTableProps {
  place: QuotaPlace
  quota: Pick<QuotaState, 'used' | 'suspension'>
  /** Of a space: its functions that have limits of their own. */
  functions?: { space: string; items: readonly FunctionQuotaUse[]; pages: Pages } | undefined
}

/** What is used of each limit that is set; first what is suspended. */
export function QuotaTable({ place, quota, functions }: QuotaTableProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const language = useLanguage()
  const [resuming, setResuming] = useState<Row | null>(null)
  const all = [...rowsOf(null, quota), ...(functions?.items ?? []).flatMap((each) => rowsOf(each.function, each))]
  const rows = all.toSorted((a, b) => Number(b.suspension !== null) - Number(a.suspension !== null))
  const placeOf = ({ fn }: Row) => (functions && fn !== null ? functionQuota(functions.space, fn) : place)
  const named = functions !== undefined && functions.items.length > 0
  const shareOf = ({ used, limit }: Row) => used / limit
  const columns: Column<Row>[] = [
    {
      id: 'limit',
      header: t('usage.limit'),
      width: '50%',
      className: 'wide:max-w-0 wide:min-w-44',
      narrow: 'lead',
      cell: ({ fn, name }) => (
        <TwoLines
          note={
            named &&
            (fn === null ? (
              functions.space
            ) : (
              <Link {...paths.configuration(functions.space, fn)} className="hover:underline">
                {fn}
              </Link>
            ))
          }
        >
          {t(`usage.limits.${name}`)}
        </TwoLines>
      ),
    },
    { id: 'used', header: t('usage.used'), numeric: true, cell: ({ used }) => fine(language, used) },
    {
      id: 'of',
      header: t('usage.of'),
      numeric: true,
      narrow: 'subtrail',
      cell: ({ used, limit }) => (
        <>
          <span className="hidden narrow:inline">{fine(language, used)} / </span>
          {fine(language, limit)}
        </>
      ),
    },
    {
      id: 'share',
      header: <span className="sr-only">{t('usage.share')}</span>,
      width: 120,
      optional: true,
      cell: (row) => <Bar share={shareOf(row)} label={t(`usage.limits.${row.name}`)} />,
    },
    {
      id: 'percent',
      header: '%',
      numeric: true,
      narrow: 'trail',
      cell: (row) => (
        <span className={clsx(shareOf(row) >= NEARLY && row.resetsAt !== null && 'font-name text-warning')}>
          {format.number(Math.floor(shareOf(row) * 100))}
          <span className="hidden narrow:inline">%</span>
        </span>
      ),
    },
    {
      id: 'state',
      header: t('usage.state'),
      width: '50%',
      className: 'wide:min-w-40 wide:py-1 whitespace-normal! leading-[17px]',
      narrow: 'sub',
      cell: (row) => <State row={row} place={place} onResume={() => setResuming(row)} />,
    },
  ]
  return (
    <>
      <Table
        label={t('usage.quotas')}
        rows={rows}
        rowKey={({ fn, name }) => `${fn ?? ''} ${name}`}
        columns={columns}
        {...(named && { pages: functions.pages })}
      />
      {resuming?.suspension && (
        <ResumeDialog place={placeOf(resuming)} suspension={resuming.suspension} onClose={() => setResuming(null)} />
      )}
    </>
  )
}

function rowsOf(fn: string | null, { used, suspension }: Pick<QuotaState, 'used' | 'suspension'>): Row[] {
  return QUOTA_LIMITS.flatMap((name): Row[] =>
    used[name] ? [{ fn, name, suspension: suspension?.limit === name ? suspension : null, ...used[name] }] : [],
  )
}

interface StateProps {
  row: Row
  place: QuotaPlace
  onResume(): void
}

function State({ row: { used, limit, needed, resetsAt, suspension }, place, onResume }: StateProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const denied = useQuotaPermission(place) && t('usage.askToRaise', { role: t(`roles.${leastRole('quotas:write')!}`) })
  const language = useLanguage()
  if (resetsAt === null) {
    if (used >= limit) return <span className="text-warning">{t('usage.full')}</span>
    return used >= limit * NEARLY && <span className="text-warning">{t('usage.nearlyFull')}</span>
  }
  const at = format.dateTime(resetsAt)
  const more = needed !== null && needed > limit && (
    <span className="text-fg-2">
      {' '}
      {t('usage.needed', { amount: fine(language, needed < 1 ? needed : Math.ceil(needed)) })}
    </span>
  )
  if (suspension) {
    return (
      <>
        <span className="font-name text-warning">
          {t('usage.suspendedUntil', { at: format.dateTime(suspension.resumesAt) })}
        </span>
        {more}{' '}
        <Button size="sm" icon={<Play size={14} />} disabledReason={denied} onClick={onResume}>
          {t('usage.resume')}
        </Button>
      </>
    )
  }
  if (used >= limit * NEARLY) {
    return (
      <>
        <span className="text-warning">{t('usage.nearly', { at })}</span>
        {more}
      </>
    )
  }
  return (
    <>
      <span className="text-fg-2">{t('usage.resets', { at })}</span>
      {more}
    </>
  )
}

function Bar({ share, label }: { share: number; label: string }) {
  const percent = Math.min(100, share * 100)
  return (
    <div
      role="meter"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.round(percent)}
      className="h-1.5 w-24 overflow-hidden rounded-tag bg-active"
    >
      <div
        className={clsx('h-full min-w-px', share >= NEARLY ? 'bg-(--o-timeout)' : 'bg-(--s1)')}
        style={{ width: `${percent}%` }}
      />
    </div>
  )
}
