import { clsx } from 'clsx'
import { LoaderCircle, TriangleAlert } from 'lucide-react'
import { useTranslation } from '../../../../i18n/index.ts'
import { useFormat } from '../../../../i18n/useFormat.ts'
import { StatusMark } from '../../../../ui/StatusMark.tsx'
import type { Run } from '../../invoke/run.ts'

interface RunHistoryProps {
  runs: readonly Run[]
  shown: number | undefined
  onShow(number: number): void
}

/** Runs since the page was opened, newest first. */
export function RunHistory({ runs, shown, onShow }: RunHistoryProps) {
  const { t } = useTranslation()
  const format = useFormat()
  if (runs.length === 0) return null
  return (
    <ol aria-label={t('fn.run.history')} className="max-h-[140px] shrink-0 overflow-y-auto border-t border-line">
      {runs.map((run) => (
        <li key={run.number}>
          <button
            type="button"
            aria-current={run.number === shown ? 'true' : undefined}
            className={clsx(
              'num flex h-7 w-full items-center gap-2 px-3 outline-offset-[-2px]',
              run.number === shown ? 'bg-selected' : 'hover:bg-hover',
            )}
            onClick={() => onShow(run.number)}
          >
            <span className="min-w-4 text-left text-fg-3">{run.number}</span>
            {run.state.kind === 'running' ? (
              <LoaderCircle size={10} aria-hidden="true" className="text-fg-3" />
            ) : run.state.kind === 'refused' ? (
              <TriangleAlert size={10} aria-hidden="true" className="text-danger" />
            ) : (
              <StatusMark status={run.state.status} />
            )}
            <span className="cut">{run.label}</span>
            <span className="ml-auto text-fg-2">
              {run.state.kind === 'running'
                ? t('fn.run.running')
                : run.state.kind === 'refused'
                  ? t('fn.run.refused')
                  : format.duration(run.state.detail?.durationMs ?? run.state.durationMs)}
            </span>
          </button>
        </li>
      ))}
    </ol>
  )
}
