import type { InvocationFilter } from '@alcove/contract'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { X } from 'lucide-react'
import { differencesQuery, type CallsOf, type TimeWindow } from '../../../api/invocations.ts'
import { Loaded } from '../../../components/Loaded.tsx'
import { useTranslation } from '../../../i18n/index.ts'
import { useFormat } from '../../../i18n/useFormat.ts'
import type { InvocationsSearch } from '../../../navigation/search/shared.ts'
import { Button } from '../../../ui/Button.tsx'
import { IconButton } from '../../../ui/IconButton.tsx'
import type { QueryToken } from '../../../ui/query.ts'
import { Section } from '../../../ui/Section.tsx'
import { SkeletonRows } from '../../../ui/Skeleton.tsx'
import { DifferenceRows } from './DifferenceRows.tsx'

interface DifferencesProps {
  of: CallsOf
  filter: InvocationFilter
  range: TimeWindow
  /** What is brushed. */
  window: TimeWindow | undefined
  shown: InvocationsSearch['diff']
  onShow(selection: InvocationsSearch['diff']): void
  onFilter(token: QueryToken): void
}

/** What the failed, slow or brushed calls have in common that the others have not. */
export function Differences({ of, filter, range, window, shown, onShow, onFilter }: DifferencesProps) {
  const { t } = useTranslation()
  const offered = (['failed', 'slow', 'window'] as const).filter((each) => each !== 'window' || window !== undefined)
  const open = shown !== undefined && offered.includes(shown) ? shown : undefined
  return (
    <div className="border-t border-line">
      <div className="flex min-h-9 flex-wrap items-center gap-2 px-gutter py-1.5 text-sm">
        <span className="text-fg-2">{t('fn.invocations.different')}</span>
        {offered.map((each) => (
          <Button
            key={each}
            size="sm"
            aria-pressed={each === open}
            variant={each === open ? 'secondary' : 'ghost'}
            onClick={() => onShow(each === open ? undefined : each)}
          >
            {t(`fn.invocations.selection.${each}`)}
          </Button>
        ))}
        {open && (
          <span className="ml-auto">
            <IconButton size="sm" label={t('common.close')} icon={<X size={14} />} onClick={() => onShow(undefined)} />
          </span>
        )}
      </div>
      {open && (
        <Found
          of={of}
          filter={filter}
          range={range}
          selected={
            open === 'window' ? { these: open, windowFrom: window!.from, windowTo: window!.to } : { these: open }
          }
          onFilter={onFilter}
        />
      )}
    </div>
  )
}

interface FoundProps extends Pick<DifferencesProps, 'of' | 'filter' | 'range' | 'onFilter'> {
  selected: Parameters<typeof differencesQuery>[2]
}

function Found({ of, filter, range, selected, onFilter }: FoundProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const query = useQuery({
    ...differencesQuery(of, { ...filter, ...range }, selected),
    placeholderData: keepPreviousData,
  })
  return (
    <Section title={t(`fn.invocations.differentTitle.${selected.these}`)}>
      <Loaded query={query} skeleton={<SkeletonRows rows={4} />}>
        {({ these, rest, slowerThanMs, alike, items }) => (
          <div className="px-gutter pb-3">
            {these.calls === 0 || rest.calls === 0 ? (
              <p className="text-fg-2">{t(`fn.invocations.${these.calls === 0 ? 'noneSelected' : 'noneElse'}`)}</p>
            ) : items.length === 0 ? (
              <p className="text-fg-2">{t('fn.invocations.allAlike', { count: alike })}</p>
            ) : (
              <DifferenceRows items={items} onFilter={onFilter} />
            )}
            <p className="num pt-2 text-sm text-fg-3">
              {t('fn.invocations.compared', {
                these: `${format.number(these.calls)}${these.sampled ? '+' : ''}`,
                rest: `${format.number(rest.calls)}${rest.sampled ? '+' : ''}`,
              })}
              {(these.sampled || rest.sampled) && ` ${t('fn.invocations.bySample')}`}
              {slowerThanMs !== null && ` ${t('fn.invocations.slowFrom', { duration: format.duration(slowerThanMs) })}`}
              {items.length > 0 && ` ${t('fn.invocations.alike', { count: alike })}`}
            </p>
          </div>
        )}
      </Loaded>
    </Section>
  )
}
