import type { InvocationStatus } from '@alcove/contract'
import { useTranslation } from '../../../i18n/index.ts'
import { useFormat } from '../../../i18n/useFormat.ts'
import { StartMark, StatusMark } from '../../../ui/StatusMark.tsx'
import { OUTCOME_GROUP_NAMES, OUTCOME_GROUPS } from './outcomes.ts'

interface OutcomeCountsProps {
  /** Null: not counted yet, or the count failed. */
  statuses: Readonly<Record<InvocationStatus, number>> | null
  starts: Readonly<Record<'cold' | 'prewarmed', { count: number; more: boolean } | null>>
  /** The successes are a sample of more. */
  sampled: boolean
  onStatus(statuses: readonly InvocationStatus[]): void
  onStart(start: 'cold' | 'prewarmed'): void
}

/** Counts of each outcome. Clicking one filters the list. */
export function OutcomeCounts({ statuses, starts, sampled, onStatus, onStart }: OutcomeCountsProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const itemClass =
    'num inline-flex h-6 items-center gap-1.5 rounded-tag text-sm whitespace-nowrap text-fg-2 hover:text-fg'
  return (
    <div
      role="group"
      aria-label={t('fn.invocations.counts')}
      className="flex flex-wrap items-center gap-x-3.5 px-gutter pb-1.5"
    >
      {OUTCOME_GROUP_NAMES.map((group) => {
        const members: readonly InvocationStatus[] = OUTCOME_GROUPS[group]
        const count = statuses && members.reduce((sum, status) => sum + statuses[status], 0)
        return (
          <button key={group} type="button" className={itemClass} onClick={() => onStatus(members)}>
            <StatusMark status={members[0]!} />
            <b className="font-name text-fg">
              {count === null ? '–' : format.number(count)}
              {sampled && group === 'success' && '+'}
            </b>
            {t(`fn.invocations.outcome.${group}`)}
          </button>
        )
      })}
      {(['cold', 'prewarmed'] as const).map((start) => (
        <button
          key={start}
          type="button"
          className={itemClass}
          title={t(`fn.start.${start}Hint`)}
          onClick={() => onStart(start)}
        >
          <StartMark start={start} />
          <b className="font-name text-fg">
            {starts[start] === null ? '–' : format.number(starts[start].count)}
            {starts[start]?.more && '+'}
          </b>
          {t(`fn.start.${start}`)}
        </button>
      ))}
    </div>
  )
}
