import type { FunctionDetail, Version } from '@alcove/contract'
import { useSort } from '../../../components/useSort.ts'
import { CountLink } from '../../../components/CountLink.tsx'
import { paths } from '../../../navigation/paths.ts'
import { saidActor } from '../../../i18n/said.ts'
import { useTranslation } from '../../../i18n/index.ts'
import { useFormat } from '../../../i18n/useFormat.ts'
import type { Pages } from '../../../ui/LoadMore.tsx'
import { type Column, Table } from '../../../ui/Table.tsx'
import { Tag } from '../../../ui/Tag.tsx'
import { Time } from '../../../ui/Time.tsx'
import { FAILED, failureShare } from './targets.ts'
import { VersionMenu } from './VersionMenu.tsx'

interface VersionsTableProps {
  space: string
  details: FunctionDetail
  versions: readonly Version[]
  pages: Pages
  selected: string | undefined
  onOpen(version: string): void
  onCompare(version: string, compare: string): void
}

type Row = { key: string; version: Version | null }

/** The draft first, then all versions, newest first. */
export function VersionsTable({ space, details, versions, pages, selected, onOpen, onCompare }: VersionsTableProps) {
  const { t } = useTranslation()
  const sort = useSort()
  const format = useFormat()
  const { draft } = details
  const columns: Column<Row>[] = [
    {
      id: 'version',
      value: ({ version }) => version?.version,
      largestFirst: true,
      header: t('fn.versions.version'),
      narrow: 'lead',
      cell: ({ version }) =>
        version ? (
          <span className="mono font-name">v{version.version}</span>
        ) : (
          <span className="text-fg-2">{t('fn.versions.draft')}</span>
        ),
    },
    {
      id: 'note',
      value: ({ version }) => version?.description || null,
      header: t('fn.versions.note'),
      width: '99%',
      className: 'wide:max-w-0',
      narrow: 'sub',
      cell: ({ version }) => (
        <div className={version?.description ? 'cut' : 'cut text-fg-2'}>
          {version
            ? version.description || <span className="text-fg-3">{t('fn.versions.noNote')}</span>
            : draft.changedSince === null
              ? details.latestVersion === null
                ? t('fn.draft.unpublished')
                : t('fn.draft.same', { version: details.latestVersion })
              : t('fn.draft.differs', { version: draft.changedSince })}
        </div>
      ),
    },
    {
      id: 'alias',
      header: t('fn.versions.alias'),
      narrow: 'middle',
      className: 'max-w-52 narrow:max-w-[50vw]',
      cell: ({ version }) => (
        <span className="flex flex-wrap gap-1 py-1 narrow:justify-end narrow:py-0">
          {version?.aliases.map(({ name, weight }) => (
            <Tag key={name} mono shrinks tone={name === 'live' ? 'accent' : 'outline'}>
              {weight < 1 ? `${name} ${format.number(weight * 100)}%` : name}
            </Tag>
          ))}
        </span>
      ),
    },
    {
      id: 'published',
      value: ({ version }) => version?.publishedAt,
      largestFirst: true,
      header: t('fn.versions.publishedAt'),
      narrow: 'subtrail',
      cell: ({ version }) => <Time at={version?.publishedAt ?? draft.savedAt} className="text-sm text-fg-2" />,
    },
    {
      id: 'by',
      value: ({ version }) => version?.publishedBy,
      header: t('fn.versions.by'),
      optional: true,
      className: 'wide:max-w-36',
      cell: ({ version }) => (
        <div className="cut text-fg-2">{saidActor((version ? version.publishedBy : draft.savedBy) ?? '–')}</div>
      ),
    },
    {
      id: 'revision',
      header: t('fn.versions.revision'),
      optional: true,
      cell: ({ version }) => <span className="mono text-fg-2">{(version ?? draft).revision.slice(0, 7)}</span>,
    },
    {
      id: 'size',
      value: ({ version }) => version?.codeBytes,
      header: t('fn.versions.size'),
      numeric: true,
      optional: true,
      cell: ({ version }) => <span className="text-fg-2">{format.bytes((version ?? draft).codeBytes)}</span>,
    },
    {
      id: 'calls',
      value: ({ version }) => version?.last24h.invocations,
      header: t('fn.versions.calls'),
      numeric: true,
      cell: ({ version }) => {
        const calls = version?.last24h.invocations
        if (!calls) return <span className="text-fg-3">{calls === undefined ? '–' : 0}</span>
        const of = { range: '24h', q: `version:${version!.version}` } as const
        return <CountLink to={paths.invocations(space, details.name, of)}>{format.number(calls)}</CountLink>
      },
    },
    {
      id: 'errors',
      value: ({ version }) => failureShare(version ?? undefined),
      header: t('fn.versions.errors'),
      numeric: true,
      cell: ({ version }) => {
        const share = failureShare(version ?? undefined)
        if (share === null) return <span className="text-fg-3">–</span>
        const of = { range: '24h', q: `version:${version!.version} status:${FAILED.join()}` } as const
        const text = <span className={share >= 0.01 ? 'font-name text-danger' : ''}>{format.percent(share)}</span>
        return share === 0 ? text : <CountLink to={paths.invocations(space, details.name, of)}>{text}</CountLink>
      },
    },
    {
      id: 'actions',
      header: <span className="sr-only">{t('common.actions')}</span>,
      narrow: 'end',
      cell: ({ version }) =>
        version && (
          <VersionMenu space={space} details={details} version={version} onOpen={onOpen} onCompare={onCompare} />
        ),
    },
  ]
  const rows: Row[] = [
    { key: 'draft', version: null },
    ...versions.map((version) => ({ key: String(version.version), version })),
  ]
  return (
    <Table
      label={t('fn.versions.title')}
      columns={columns}
      rows={rows}
      rowKey={(row) => row.key}
      sort={sort}
      pages={pages}
      selectedKey={selected ?? null}
      onOpen={(row) => onOpen(row.key)}
    />
  )
}
