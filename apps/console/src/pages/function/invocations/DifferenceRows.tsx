import type { Difference } from '@alcove/contract'
import { useTranslation } from '../../../i18n/index.ts'
import { useFormat } from '../../../i18n/useFormat.ts'
import type { QueryToken } from '../../../ui/query.ts'
import { tokenOf } from './filter.ts'

interface DifferenceRowsProps {
  items: readonly Difference[]
  /** Absent: rows only show. */
  onFilter?(token: QueryToken): void
}

const grid =
  'grid w-full grid-cols-[minmax(0,2fr)_minmax(72px,1fr)_44px_52px] items-center gap-x-3 narrow:grid-cols-[minmax(0,1fr)_56px_40px_48px] narrow:gap-x-2'

/** One row per value: how many of these calls have it, and how many of the rest. A click filters by it. */
export function DifferenceRows({ items, onFilter }: DifferenceRowsProps) {
  const { t } = useTranslation()
  const format = useFormat()
  return (
    <div role="table" aria-label={t('fn.invocations.different')} className="max-w-[860px]">
      <div role="row" className={`${grid} min-h-7 border-b border-line text-sm text-fg-3`}>
        <span role="columnheader">{t('fn.invocations.value')}</span>
        <span role="columnheader" className="col-start-3 text-right">
          {t('fn.invocations.these')}
        </span>
        <span role="columnheader" className="text-right">
          {t('fn.invocations.rest')}
        </span>
      </div>
      {items.map((item) => {
        const { field, value, these, rest } = item
        const token = tokenOf(item)
        const shown = (
          <>
            {field} <span className="mono font-name">{value === '*' ? t('fn.invocations.present') : value}</span>
          </>
        )
        return (
          <div key={`${field} ${value}`} role="row" className={`${grid} min-h-8 border-b border-line`}>
            <span role="cell" className="cut" title={`${field} ${value}`}>
              {token && onFilter ? (
                <button
                  type="button"
                  className="cut max-w-full text-left hover:underline"
                  onClick={() => onFilter(token)}
                >
                  {shown}
                </button>
              ) : (
                shown
              )}
            </span>
            <span role="cell" aria-hidden="true" className="grid gap-0.5">
              <Bar share={these} color="var(--o-functionError)" height={5} />
              <Bar share={rest} color="var(--text-3)" height={3} />
            </span>
            <span role="cell" className="num text-right">
              {format.percentShort(these)}%
            </span>
            <span role="cell" className="num text-right text-fg-2">
              {format.percentShort(rest)}%
            </span>
          </div>
        )
      })}
    </div>
  )
}

function Bar({ share, color, height }: { share: number; color: string; height: number }) {
  return <span className="min-w-px rounded-[1px]" style={{ width: `${share * 100}%`, background: color, height }} />
}
