import { useNavigate } from '@tanstack/react-router'
import { signOut } from '../api/session.ts'
import { paths } from '../navigation/paths.ts'
import { useChange } from './useChange.ts'

/** Ends the session and clears everything fetched in it. */
export function useSignOut(): () => void {
  const navigate = useNavigate()
  const change = useChange({
    run: signOut,
    onDone: async (_result, _input, client) => {
      await navigate(paths.signIn())
      client.clear()
    },
  })
  return () => change.mutate(undefined)
}
