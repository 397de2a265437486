import { ArrowDown, ArrowUp, ArrowUpDown } from 'lucide-react'
import { useTranslation } from '../../i18n/index.ts'
import { Button } from '../Button.tsx'
import { Menu, MenuChoice } from '../Menu.tsx'
import type { Column } from './column.ts'
import { directionOf, nextSort, type Sorting } from './sortRows.ts'

/** The headers' sorting where a narrow window has no headers. */
export default function SortMenu<Row>({ columns, sort }: { columns: readonly Column<Row>[]; sort: Sorting }) {
  const { t } = useTranslation()
  const sortable = columns.filter(({ value }) => value)
  const shown = sortable.find(({ id }) => directionOf(id, sort.by))
  const direction = shown && directionOf(shown.id, sort.by)
  const Arrow = direction === 'descending' ? ArrowDown : direction === 'ascending' ? ArrowUp : ArrowUpDown
  return (
    <div className="flex justify-end border-b border-line px-gutter py-1.5">
      <Menu
        trigger={
          <Button size="sm" icon={<Arrow size={13} />}>
            {t('common.sort')}
            {shown && <>: {shown.header}</>}
          </Button>
        }
      >
        <MenuChoice
          value={sort.by ?? ''}
          onChange={(by) => sort.onChange(by || undefined)}
          options={[
            { value: '', label: t('common.ownOrder') },
            ...sortable.map((column) => {
              const next = direction && column === shown ? sort.by! : nextSort(column, undefined)!
              return { value: next, label: column.header }
            }),
            ...(shown ? [{ value: turned(sort.by!), label: t('common.reversed') }] : []),
          ]}
        />
      </Menu>
    </div>
  )
}

const turned = (by: string) => (by.startsWith('-') ? by.slice(1) : `-${by}`)
