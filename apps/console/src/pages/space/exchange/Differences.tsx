import type { ImportedItem, SpaceImport } from '@alcove/contract'
import { clsx } from 'clsx'
import { KeyRound } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from '../../../i18n/index.ts'
import { said } from '../../../i18n/said.ts'
import { useFormat } from '../../../i18n/useFormat.ts'
import { Notice } from '../../../ui/Notice.tsx'
import { type Column, Table } from '../../../ui/Table.tsx'
import { Tag, type TagTone } from '../../../ui/Tag.tsx'
import { DifferenceDialog } from './DifferenceDialog.tsx'

const ORDER = ['refused', 'remove', 'change', 'create', 'skipped', 'keep', 'unchanged'] as const
const TONES: Record<ImportedItem['change'], TagTone> = {
  refused: 'danger',
  remove: 'danger',
  change: 'warning',
  create: 'success',
  skipped: 'warning',
  keep: 'outline',
  unchanged: 'outline',
}

/** What an import does to each thing of the space; a click shows the text that differs. */
export function Differences({ result }: { result: SpaceImport }) {
  const { t } = useTranslation()
  const format = useFormat()
  const [open, setOpen] = useState<ImportedItem | null>(null)
  const rows = ORDER.flatMap((change) => result.items.filter((item) => item.change === change))
  const shown = rows.filter(({ change }) => change !== 'unchanged')
  const columns: Column<ImportedItem>[] = [
    {
      id: 'change',
      header: t('exchange.change'),
      narrow: 'trail',
      width: 110,
      cell: ({ change }) => <Tag tone={TONES[change]}>{t(`exchange.changes.${change}`)}</Tag>,
    },
    {
      id: 'kind',
      header: t('exchange.kind'),
      narrow: 'sub',
      className: 'text-fg-2',
      width: 120,
      cell: ({ kind }) => t(`exchange.kinds.${kind}`),
    },
    {
      id: 'name',
      header: t('common.name'),
      narrow: 'lead',
      cell: ({ name, change, reason }) => (
        <div className="cut narrow:whitespace-normal">
          <span className="mono">{name}</span>
          {reason && (
            <span
              className={clsx('ml-2 narrow:ml-0 narrow:block', change === 'skipped' ? 'text-warning' : 'text-danger')}
            >
              {said(reason)}
            </span>
          )}
        </div>
      ),
    },
    {
      id: 'files',
      header: t('exchange.files'),
      numeric: true,
      optional: true,
      cell: ({ files }) => (files.length === 0 ? <span className="text-fg-3">–</span> : format.number(files.length)),
    },
  ]
  return (
    <div>
      <p className="num flex flex-wrap gap-x-4 px-gutter pb-2">
        {ORDER.toReversed().map((change) => {
          const count = rows.filter((item) => item.change === change).length
          if (count === 0) return null
          return (
            <span key={change} className={TONES[change] === 'danger' ? 'text-danger' : 'text-fg-2'}>
              <b className="font-name">{format.number(count)}</b> {t(`exchange.changes.${change}`)}
            </span>
          )
        })}
      </p>
      {result.secrets.length > 0 && (
        <Notice icon={<KeyRound size={15} />} title={t('exchange.secrets')}>
          {result.secrets.map(({ name, secrets }) => `${name}: ${secrets.join(', ')}`).join(' · ')}
        </Notice>
      )}
      {shown.length > 0 && (
        <div className="border-t border-line">
          <Table
            label={t('exchange.differences')}
            columns={columns}
            rows={shown}
            rowKey={({ kind, name }) => `${kind} ${name}`}
            onOpen={(item) => item.files.length > 0 && setOpen(item)}
          />
        </div>
      )}
      {open && <DifferenceDialog item={open} onClose={() => setOpen(null)} />}
    </div>
  )
}
