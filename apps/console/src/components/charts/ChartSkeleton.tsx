import { Skeleton } from '../../ui/Skeleton.tsx'

export function ChartSkeleton({ charts = 2 }: { charts?: number }) {
  return (
    <div role="status" aria-busy="true">
      {Array.from({ length: charts }, (_, index) => (
        // oxlint-disable-next-line react/no-array-index-key -- charts without identity
        <div key={index} className="border-b border-line px-gutter py-4">
          <Skeleton className="mb-4 w-32" />
          <Skeleton className="h-44! w-full rounded-field!" />
        </div>
      ))}
    </div>
  )
}
