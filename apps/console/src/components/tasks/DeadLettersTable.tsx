import type { DeadLetterGroup } from '@alcove/contract'
import { useTranslation } from '../../i18n/index.ts'
import { saidFailure } from '../../i18n/said.ts'
import { useFormat } from '../../i18n/useFormat.ts'
import { type Column, Table } from '../../ui/Table.tsx'
import { Time } from '../../ui/Time.tsx'
import { TwoLines } from '../../ui/TwoLines.tsx'

interface DeadLettersTableProps {
  groups: readonly DeadLetterGroup[]
  everywhere?: boolean
  selected?: string | undefined
  onOpen(group: DeadLetterGroup): void
}

export const groupKey = ({ space, function: fn, errorKey }: Pick<DeadLetterGroup, 'space' | 'function' | 'errorKey'>) =>
  `${space}/${fn}/${errorKey}`

/** Dead letters by function and error. */
export function DeadLettersTable({ groups, everywhere = false, selected, onOpen }: DeadLettersTableProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const columns: Column<DeadLetterGroup>[] = [
    {
      id: 'error',
      header: t('tasks.error'),
      narrow: 'lead',
      width: '99%',
      className: 'wide:max-w-0',
      cell: ({ error, function: fn, space }) => (
        <TwoLines note={everywhere ? `${fn} · ${space}` : fn}>
          {saidFailure(`${error.name}: ${error.message}`)}
        </TwoLines>
      ),
    },
    {
      id: 'count',
      header: t('tasks.count'),
      numeric: true,
      narrow: 'trail',
      cell: ({ count }) => format.number(count),
    },
    {
      id: 'first',
      header: t('tasks.first'),
      optional: true,
      cell: ({ firstAt }) => <Time at={firstAt} className="text-fg-2" />,
    },
    { id: 'last', header: t('tasks.last'), cell: ({ lastAt }) => <Time at={lastAt} className="text-fg-2" /> },
  ]
  return (
    <Table
      label={t('tasks.shown.dead')}
      columns={columns}
      rows={groups}
      rowKey={groupKey}
      selectedKey={selected ?? null}
      height={44}
      onOpen={onOpen}
    />
  )
}
