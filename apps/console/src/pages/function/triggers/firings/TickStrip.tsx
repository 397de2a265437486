import type { Firing } from '@alcove/contract'
import { clsx } from 'clsx'
import { hasFailed } from './hasFailed.ts'

const CELLS = 48

/** The latest firings as cells, the newest on the right: dashed where nothing ran. The list below says the same. */
export function TickStrip({ firings }: { firings: readonly Firing[] }) {
  return (
    <div aria-hidden="true" className="flex h-6 items-start gap-[2px] px-gutter pb-2">
      {firings
        .slice(0, CELLS)
        .toReversed()
        .map((firing) => (
          <span
            key={firing.id}
            className={clsx(
              'max-w-2.5 flex-1 rounded-[2px]',
              firing.outcome === 'skipped'
                ? 'h-3 border border-dashed border-line-control'
                : hasFailed(firing)
                  ? 'h-4 bg-danger'
                  : 'h-3 bg-accent opacity-50',
            )}
          />
        ))}
    </div>
  )
}
