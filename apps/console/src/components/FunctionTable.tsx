import type { FunctionSummary } from '@alcove/contract'
import { Link, useNavigate } from '@tanstack/react-router'
import { clsx } from 'clsx'
import { saidFailure } from '../i18n/said.ts'
import { useTranslation } from '../i18n/index.ts'
import { useFormat } from '../i18n/useFormat.ts'
import { paths } from '../navigation/paths.ts'
import { CountLink } from './CountLink.tsx'
import { HealthMark } from '../ui/HealthMark.tsx'
import { InSpace } from '../ui/InSpace.tsx'
import { BarSpark } from '../ui/Sparkline.tsx'
import type { Pages } from '../ui/LoadMore.tsx'
import { type Column, Table } from '../ui/Table.tsx'
import { Time } from '../ui/Time.tsx'
import type { Sorting } from '../ui/table/sortRows.ts'

interface FunctionTableProps {
  label: string
  functions: readonly FunctionSummary[]
  /** The list covers several spaces: show the space next to the name, instead of the runtime. */
  across?: boolean
  pages?: Pages
  /** Absent: these are not all functions. */
  sort?: Sorting | undefined
}

/** Functions with their health over the last day. */
export function FunctionTable({ label, functions, across = false, pages, sort }: FunctionTableProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const navigate = useNavigate()
  const columns: Column<FunctionSummary>[] = [
    {
      id: 'name',
      value: ({ name }) => name,
      header: t('functions.function'),
      narrow: 'lead',
      // Takes a third of the table at least, and is cut before the table grows wider than its place.
      className: 'w-1/3 max-w-0 narrow:w-auto narrow:max-w-none',
      cell: (fn) => (
        <span className="flex min-w-0 items-center gap-2.5">
          <HealthMark health={fn.health} label={t(`health.${fn.health}`)} />
          {across ? (
            <InSpace space={fn.space}>
              <FunctionLink fn={fn} />
            </InSpace>
          ) : (
            <>
              <FunctionLink fn={fn} />
              <span className="cut shrink-9999 text-sm text-fg-3">
                {[fn.runtime, fn.description].filter(Boolean).join(' · ')}
              </span>
            </>
          )}
        </span>
      ),
    },
    {
      id: 'day',
      header: t('functions.last24h'),
      optional: true,
      width: 168,
      cell: (fn) => <BarSpark {...fn.last24h.sparkline} />,
    },
    {
      id: 'invocations',
      value: ({ last24h }) => last24h.invocations,
      header: t('functions.invocations'),
      numeric: true,
      narrow: 'middle',
      cell: (fn) =>
        fn.last24h.invocations === 0 ? (
          0
        ) : (
          <CountLink to={paths.invocations(fn.space, fn.name, { range: '24h' })}>
            {format.number(fn.last24h.invocations)}
          </CountLink>
        ),
    },
    {
      id: 'errors',
      value: ({ last24h }) => errorShare(last24h),
      header: t('functions.errors'),
      numeric: true,
      narrow: 'end',
      cell: (fn) => <ErrorShare fn={fn} />,
    },
    {
      id: 'p95',
      value: ({ last24h }) => last24h.p95Ms,
      header: 'p95 ms',
      numeric: true,
      optional: true,
      cell: (fn) => (fn.last24h.p95Ms === null ? <None /> : format.ms(fn.last24h.p95Ms)),
    },
    {
      id: 'cold',
      value: ({ last24h }) => (last24h.invocations === 0 ? null : last24h.coldStarts / last24h.invocations),
      header: t('functions.cold'),
      numeric: true,
      optional: true,
      cell: (fn) =>
        fn.last24h.invocations === 0 ? (
          <None />
        ) : (
          <CountLink to={paths.invocations(fn.space, fn.name, { range: '24h', q: 'start:cold' })}>
            {format.percentShort(fn.last24h.coldStarts / fn.last24h.invocations)}
          </CountLink>
        ),
    },
    { id: 'live', header: t('functions.live'), indent: true, cell: (fn) => <Live fn={fn} /> },
    {
      id: 'failure',
      value: ({ lastFailure }) => lastFailure?.at,
      largestFirst: true,
      header: t('functions.lastFailure'),
      align: 'right',
      className: 'text-fg-2',
      cell: (fn) => <LastFailure fn={fn} />,
    },
  ]
  return (
    <Table
      label={label}
      columns={columns}
      rows={functions}
      rowKey={(fn) => fn.id}
      pages={pages}
      sort={sort}
      onOpen={(fn) => void navigate(paths.function(fn.space, fn.name))}
    />
  )
}

function FunctionLink({ fn: { space, name } }: { fn: FunctionSummary }) {
  return (
    <Link {...paths.function(space, name)} tabIndex={-1} className="cut font-name">
      {name}
    </Link>
  )
}

const errorShare = ({ invocations, failures }: FunctionSummary['last24h']) =>
  invocations === 0 ? null : failures / invocations

function None() {
  return <span className="text-fg-3">–</span>
}

/** What fails leads to its issues. */
function ErrorShare({ fn }: { fn: FunctionSummary }) {
  const { t } = useTranslation()
  const format = useFormat()
  const failed = errorShare(fn.last24h)
  if (failed === null) return <None />
  const share = format.percent(failed)
  if (failed === 0) return share
  return (
    <Link
      {...paths.issues(fn.space, { fn: fn.name })}
      aria-label={t('functions.issuesOf', { name: fn.name, share })}
      className={clsx(
        'rounded-[2px] hover:underline hover:underline-offset-2',
        fn.health === 'failing' && 'font-heading text-danger',
        fn.health === 'degraded' && 'font-heading text-warning',
      )}
    >
      {share}
    </Link>
  )
}

/** What callers get now through the alias `live`, or else through the first alias. */
function Live({ fn }: { fn: FunctionSummary }) {
  const { t } = useTranslation()
  const alias = fn.aliases.find(({ name }) => name === 'live') ?? fn.aliases[0]
  if (!alias)
    return <span className="text-fg-3">{t(fn.latestVersion ? 'functions.noAlias' : 'functions.draftOnly')}</span>
  const { additional } = alias
  return (
    <span className="mono cut block max-w-32">
      {alias.name !== 'live' && <span className="text-fg-3">{alias.name} </span>}v{alias.version}
      {additional && ` · v${additional.version} ${Math.round(additional.weight * 100)}%`}
    </span>
  )
}

function LastFailure({ fn }: { fn: FunctionSummary }) {
  const { t } = useTranslation()
  if (fn.health === 'suspended') return t('health.suspended')
  if (!fn.lastFailure) return <span className="text-fg-3">{t('common.never')}</span>
  return (
    <Link
      {...paths.invocations(fn.space, fn.name, { id: fn.lastFailure.invocationId })}
      title={saidFailure(fn.lastFailure.message)}
      className="rounded-[2px] hover:text-fg hover:underline hover:underline-offset-2"
    >
      <Time at={fn.lastFailure.at} />
    </Link>
  )
}
