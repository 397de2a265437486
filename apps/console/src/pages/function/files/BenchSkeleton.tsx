import { Skeleton } from '../../../ui/Skeleton.tsx'
import { benchClass } from './benchClass.ts'

/** The three columns before the draft has loaded. */
export function BenchSkeleton() {
  return (
    <div role="status" aria-busy="true" className={benchClass}>
      <div className="grid content-start gap-3.5 border-r border-line bg-sunken p-3 narrow:hidden">
        {['w-20', 'w-28', 'w-24', 'w-16'].map((width) => (
          <Skeleton key={width} className={width} />
        ))}
      </div>
      <CodeSkeleton />
      <div className="grid content-start gap-4 border-l border-line p-3 narrow:hidden">
        <Skeleton className="h-7 w-full" />
        <Skeleton className="w-24" />
        <Skeleton className="w-40" />
      </div>
    </div>
  )
}

const LINES = [32, 48, 40, 0, 56, 0, 72, 44, 52, 0, 60, 36, 64, 28]

/** Resembles code: lines of different length next to line numbers. */
export function CodeSkeleton() {
  return (
    <div className="grid content-start gap-[10px] px-4 pt-12">
      {LINES.map((width, index) => (
        // oxlint-disable-next-line react/no-array-index-key -- lines without identity
        <div key={index} className="flex h-2.5 gap-5">
          <Skeleton className="w-4" />
          <span className="flex-1">
            <span className="block" style={{ width: `${width}%` }}>
              {width > 0 && <Skeleton />}
            </span>
          </span>
        </div>
      ))}
    </div>
  )
}
