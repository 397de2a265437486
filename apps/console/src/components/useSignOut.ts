import { signOut } from '../api/session.ts'
import { useChange } from './useChange.ts'

/** Ends the session. A new page: nothing of this account stays in memory, nor edits that would be saved as the next one's. */
export function useSignOut(): () => void {
  const change = useChange({ run: signOut, onDone: () => window.location.assign('/sign-in') })
  return () => change.mutate(undefined)
}
