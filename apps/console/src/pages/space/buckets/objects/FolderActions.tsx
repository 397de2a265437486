import type { BackgroundAction, Space } from '@alcove/contract'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { backgroundQuery } from '../../../../api/background.ts'
import { bucketsKey } from '../../../../api/buckets.ts'
import { BackgroundActions } from '../../../../components/background/BackgroundActions.tsx'
import { useDenied } from '../../../../components/useDenied.ts'

const KINDS = ['objects.delete', 'objects.move'] as const

/** Folders of the bucket that are being deleted or moved, for everyone to follow. The list below follows too. */
export function FolderActions({ space, bucket }: { space: Space; bucket: string }) {
  const client = useQueryClient()
  const mayRead = useDenied(space)('logs:read') === null
  const here = ({ detail }: BackgroundAction) => detail['bucket'] === bucket
  const actions = useQuery({ ...backgroundQuery(space.name, KINDS), enabled: mayRead }).data?.filter(here) ?? []
  const done = actions.reduce((sum, action) => sum + action.done, 0)
  useEffect(() => {
    if (done > 0) void client.invalidateQueries({ queryKey: bucketsKey(space.name) })
  }, [done, client, space.name])
  return <BackgroundActions space={space} kinds={KINDS} only={here} />
}
