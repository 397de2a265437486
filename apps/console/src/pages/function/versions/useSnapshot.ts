import type { Files, FunctionConfiguration } from '@alcove/contract'
import { useQuery } from '@tanstack/react-query'
import { draftQuery } from '../../../api/drafts.ts'
import { versionQuery } from '../../../api/versions.ts'

/** Code and configuration of a version or of the draft. */
export interface Snapshot {
  files: Files
  configuration: FunctionConfiguration
}

/** `name`: a version number as text, or `draft`. Versions never change, so they are loaded once. */
export function useSnapshot(space: string, fn: string, name: string | undefined) {
  const number = name !== undefined && name !== 'draft' ? Number(name) : 0
  const draft = useQuery({ ...draftQuery(space, fn), enabled: name === 'draft', refetchOnMount: 'always' })
  const version = useQuery({ ...versionQuery(space, fn, number), enabled: number > 0, staleTime: Infinity })
  const query = name === 'draft' ? draft : version
  return { data: query.data as Snapshot | undefined, error: query.error, refetch: query.refetch }
}
