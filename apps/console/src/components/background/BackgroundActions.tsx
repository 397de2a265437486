import type { BackgroundAction, BackgroundKind, Space } from '@alcove/contract'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { backgroundQuery } from '../../api/background.ts'
import { useNow } from '../../ui/Time.tsx'
import { useDenied } from '../useDenied.ts'
import { ActionProgress } from './ActionProgress.tsx'

/** How long an action stays on the page after its end. Milliseconds. */
const SHOWN_MS = 5 * 60_000

interface BackgroundActionsProps {
  space: Space
  kinds: readonly BackgroundKind[]
  /** Which of them; left out: all. */
  only?: (action: BackgroundAction) => boolean
  /** To what, and how: "image-resize on v9". */
  note?: (action: BackgroundAction) => ReactNode
}

/** Background actions of this page that run or have just ended. */
export function BackgroundActions({ space, kinds, only = () => true, note }: BackgroundActionsProps) {
  const now = useNow()
  const mayRead = useDenied(space)('logs:read') === null
  const actions = useQuery({ ...backgroundQuery(space.name, kinds), enabled: mayRead }).data ?? []
  return actions
    .filter(only)
    .filter(
      ({ endedAt, outcomes }) =>
        endedAt === null || (outcomes?.waiting ?? 0) > 0 || now - Date.parse(endedAt) < SHOWN_MS,
    )
    .map((action) => <ActionProgress key={action.id} space={space} action={action} note={note?.(action)} />)
}
