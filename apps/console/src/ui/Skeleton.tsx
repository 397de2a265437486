import { clsx } from 'clsx'

/** A bar in place of text. It appears after 150 ms, so that fast answers do not flash. */
export function Skeleton({ className }: { className?: string }) {
  return <span aria-hidden="true" className={clsx('skeleton block h-2.5 rounded-tag bg-active', className)} />
}

const widths = ['w-40', 'w-28', 'w-48', 'w-32', 'w-36']

/** Rows in place of a table. */
export function SkeletonRows({ rows = 6, tall = false }: { rows?: number; tall?: boolean }) {
  return (
    <div role="status" aria-busy="true">
      {Array.from({ length: rows }, (_, index) => (
        <div
          // oxlint-disable-next-line react/no-array-index-key -- rows without identity
          key={index}
          className={clsx('flex items-center gap-6 border-b border-line px-gutter', tall ? 'h-11' : 'h-(--row)')}
        >
          <Skeleton className={widths[index % widths.length]} />
          <Skeleton className="w-24 narrow:hidden" />
          <Skeleton className="ml-auto w-14" />
          <Skeleton className="w-10 narrow:hidden" />
        </div>
      ))}
    </div>
  )
}
