import type { Replay, ReplayCall, ReplayVerdict } from '@alcove/contract'
import { clsx } from 'clsx'
import { useTranslation } from '../../../i18n/index.ts'
import { useFormat } from '../../../i18n/useFormat.ts'
import { Marker } from '../../../ui/StatusMark.tsx'
import { MARKS, SHOWN_VERDICTS } from './verdicts.ts'

interface VerdictCellsProps {
  calls: readonly ReplayCall[]
  open: string | undefined
  onOpen(id: string): void
}

/** One cell for each call, in the order of time. They fill in place while the replay runs. */
export function VerdictCells({ calls, open, onOpen }: VerdictCellsProps) {
  const { t } = useTranslation()
  const format = useFormat()
  return (
    <div role="group" aria-label={t('fn.replay.cells')} className="flex flex-wrap px-gutter py-3">
      {calls.map(({ recorded, verdict }) => {
        const title = `${format.clock(recorded.startedAt)} ${t(`fn.replay.verdict.${verdict}`)}`
        return (
          <button
            key={recorded.invocation}
            type="button"
            title={title}
            aria-label={title}
            aria-pressed={recorded.invocation === open}
            // A stop for each of 200 calls would be 200 presses of Tab: the list below has them too.
            tabIndex={-1}
            className={clsx(
              'grid size-5 place-items-center rounded-tag hover:bg-hover',
              recorded.invocation === open && 'bg-active',
            )}
            onClick={() => onOpen(recorded.invocation)}
          >
            <Marker {...MARKS[verdict]} size={verdict === 'failsNow' ? 14 : 11} />
          </button>
        )
      })}
    </div>
  )
}

interface VerdictCountsProps {
  counts: Replay['counts']
  shown: ReplayVerdict | undefined
  onShow(verdict: ReplayVerdict | undefined): void
}

/** How many calls came to what. Each figure filters the calls. */
export function VerdictCounts({ counts, shown, onShow }: VerdictCountsProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const always: readonly ReplayVerdict[] = ['differs', 'fixed', 'same']
  return (
    <div className="flex flex-wrap border-t border-line">
      {SHOWN_VERDICTS.filter((verdict) => counts[verdict] > 0 || always.includes(verdict)).map((verdict) => (
        <button
          key={verdict}
          type="button"
          aria-pressed={verdict === shown}
          className={clsx(
            'min-w-36 flex-1 border-r border-line px-gutter py-2.5 text-left outline-offset-[-2px] last:border-r-0 narrow:min-w-[50%]',
            verdict === shown ? 'bg-selected shadow-[inset_0_-2px_0_var(--accent)]' : 'hover:bg-hover',
          )}
          onClick={() => onShow(verdict === shown ? undefined : verdict)}
        >
          <span className="flex items-center gap-2 text-fg-2">
            <Marker {...MARKS[verdict]} />
            {t(`fn.replay.verdict.${verdict}`)}
          </span>
          <span
            className={clsx(
              'num block text-title font-heading',
              verdict === 'failsNow' && counts[verdict] > 0 && 'text-danger',
            )}
          >
            {format.number(counts[verdict])}
          </span>
          <span className="block text-sm text-fg-3">{t(`fn.replay.meaning.${verdict}`)}</span>
        </button>
      ))}
    </div>
  )
}
