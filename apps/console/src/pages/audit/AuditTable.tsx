import type { AuditEntry } from '@alcove/contract'
import { Link } from '@tanstack/react-router'
import { useTranslation } from '../../i18n/index.ts'
import { said, saidActor } from '../../i18n/said.ts'
import { paths } from '../../navigation/paths.ts'
import type { Pages } from '../../ui/LoadMore.tsx'
import { type Column, Table } from '../../ui/Table.tsx'
import { Tag } from '../../ui/Tag.tsx'
import { Time } from '../../ui/Time.tsx'
import { AuditAction } from './AuditAction.tsx'
import { changesBetween } from '../../components/changed-meanwhile/changes.ts'
import { saidField, saidTarget, saidValue } from './words.ts'

interface AuditTableProps {
  entries: readonly AuditEntry[]
  pages: Pages
  selected: string | undefined
  onOpen(entry: AuditEntry): void
}

export function AuditTable({ entries, pages, selected, onOpen }: AuditTableProps) {
  const { t } = useTranslation()
  // Columns take shares of the window, so that the longest names fit beside each other at every width.
  const columns: Column<AuditEntry>[] = [
    {
      id: 'at',
      header: t('audit.time'),
      narrow: 'subtrail',
      className: 'num text-fg-2',
      width: 168,
      cell: (entry) => <Time at={entry.at} as="absolute" />,
    },
    {
      id: 'actor',
      header: t('audit.actor'),
      narrow: 'sub',
      className: 'max-w-[10vw] narrow:max-w-none',
      cell: (entry) => (
        <span title={saidActor(entry.actor)} className="cut block font-name">
          {saidActor(entry.actor)}
        </span>
      ),
    },
    {
      id: 'action',
      header: t('audit.action'),
      narrow: 'lead',
      className: 'max-w-[14vw] narrow:max-w-none',
      cell: (entry) => (
        <span className="flex min-w-0 items-center gap-2">
          <AuditAction action={entry.action} />
          {entry.outcome === 'denied' && <Tag tone="danger">{t('audit.outcome.denied')}</Tag>}
        </span>
      ),
    },
    {
      id: 'target',
      header: t('audit.target'),
      narrow: 'trail',
      className: 'max-w-[13vw] narrow:max-w-[55vw]',
      cell: (entry) => (
        <span title={saidTarget(entry.target)} className="cut block">
          {saidTarget(entry.target)}
        </span>
      ),
    },
    {
      id: 'space',
      header: t('spaces.space'),
      className: 'max-w-[9vw] narrow:max-w-none',
      optional: true,
      cell: (entry) =>
        entry.space ? (
          <Link {...paths.space(entry.space)} className="link cut block">
            {entry.space}
          </Link>
        ) : (
          <span className="text-fg-3">–</span>
        ),
    },
    {
      id: 'address',
      header: t('audit.address'),
      optional: true,
      className: 'max-w-[11vw] text-fg-2',
      cell: ({ address }) =>
        address === null ? (
          <span className="text-fg-3">–</span>
        ) : (
          <span title={address} className="mono cut block">
            {address}
          </span>
        ),
    },
    {
      id: 'detail',
      header: t('audit.detail'),
      optional: true,
      className: 'w-full max-w-0 text-fg-2',
      cell: (entry) => {
        const text = summaryOf(entry)
        return (
          <span className="mono cut block" title={text}>
            {text}
          </span>
        )
      },
    },
  ]
  return (
    <Table
      label={t('shell.audit')}
      columns={columns}
      rows={entries}
      rowKey={(entry) => entry.id}
      pages={pages}
      selectedKey={selected ?? null}
      onOpen={onOpen}
    />
  )
}

function summaryOf({ before, after, detail }: AuditEntry): string {
  const changed = changesBetween(before, after).map(({ path, before: from, after: to }) =>
    [
      path && `${saidField(path)}:`,
      from !== null && saidValue(path, from),
      from !== null && to !== null && '→',
      to === null ? from !== null && '→ –' : saidValue(path, to),
    ]
      .filter(Boolean)
      .join(' '),
  )
  const facts = Object.entries(detail).map(
    ([name, value]) =>
      `${saidField(name)}: ${typeof value === 'string' ? saidValue(name, said(value)) : JSON.stringify(value)}`,
  )
  return [...changed, ...facts].join(', ')
}
