import type { UseQueryResult } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { SkeletonRows } from '../ui/Skeleton.tsx'
import { ErrorView } from './ErrorView.tsx'

interface LoadedProps<T> {
  query: Pick<UseQueryResult<T>, 'data' | 'error' | 'refetch'>
  children: (data: T) => ReactNode
  skeleton?: ReactNode
  notFound?: string
}

/** The three states of a query: skeleton, error with retry, data. A failed refresh keeps showing the old data. */
export function Loaded<T>({ query, children, skeleton = <SkeletonRows />, notFound }: LoadedProps<T>) {
  if (query.data !== undefined) return children(query.data)
  if (query.error) return <ErrorView error={query.error} onRetry={() => void query.refetch()} notFound={notFound} />
  return skeleton
}
