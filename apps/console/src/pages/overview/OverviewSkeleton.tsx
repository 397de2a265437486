import { Skeleton, SkeletonRows } from '../../ui/Skeleton.tsx'

export function OverviewSkeleton() {
  return (
    <div aria-busy="true">
      <div className="grid grid-cols-6 border-y border-line compact:grid-cols-3 narrow:grid-cols-2">
        {['a', 'b', 'c', 'd', 'e', 'f'].map((key) => (
          <div key={key} className="grid h-[84px] content-center gap-2.5 px-gutter">
            <Skeleton className="w-20" />
            <Skeleton className="h-4 w-14" />
          </div>
        ))}
      </div>
      <div className="h-64 border-b border-line px-gutter pt-4">
        <Skeleton className="w-32" />
      </div>
      <SkeletonRows rows={8} />
    </div>
  )
}
