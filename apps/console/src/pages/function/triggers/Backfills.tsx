import { useQuery } from '@tanstack/react-query'
import { isWhole, spaceQuery } from '../../../api/spaces.ts'
import { BackgroundActions } from '../../../components/background/BackgroundActions.tsx'

const KINDS = ['triggers.backfill'] as const

/** Backfills of this trigger that run or have just ended. */
export function Backfills({ space: name, fn, trigger }: { space: string; fn: string; trigger: string }) {
  const space = useQuery(spaceQuery(name)).data
  if (!space || !isWhole(space)) return null
  return (
    <BackgroundActions
      space={space}
      kinds={KINDS}
      only={({ detail }) => detail['function'] === fn && detail['trigger'] === trigger}
    />
  )
}
