import type { Build, BuildTypes, Files } from '@alcove/contract'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { buildTypesQuery } from '../../../api/builds.ts'
import { packageNames } from './packageNames.ts'

export interface Packages {
  names: readonly string[]
  /** Their declarations, once they are built. */
  types: BuildTypes['files']
}

const NONE: BuildTypes['files'] = []

/** The npm packages of a `package.json`, with the types that the build installed. */
export function usePackages(space: string, fn: string, manifest: Files[string] | undefined, build: Build | null) {
  const names = useMemo(() => packageNames(manifest), [manifest])
  const built = build?.kind === 'npm' && build.status === 'succeeded' ? build.key : undefined
  const { data } = useQuery({
    ...buildTypesQuery(space, fn, built ?? '', names),
    enabled: built !== undefined && names.length > 0,
    placeholderData: keepPreviousData,
  })
  const types = data?.files ?? NONE
  return useMemo((): Packages => ({ names, types }), [names, types])
}
