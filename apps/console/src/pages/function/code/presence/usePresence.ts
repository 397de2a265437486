import type { DraftPlace, DraftPresence } from '@alcove/contract'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { draftQuery, forgetEditor, noteEditor } from '../../../../api/drafts.ts'
import { functionKey } from '../../../../api/functions.ts'
import { newId } from '../../../../api/request.ts'
import type { DraftSession } from '../draft/session.ts'

/** How often this tab says that it is there: seldom alone, and often enough with others that their line follows. */
const ALONE_MS = 4_000
const TOGETHER_MS = 1_000
const NOBODY: DraftPresence['items'] = []

/** Who else has the draft open. Shows what they save as soon as nothing here is unsaved. */
export function usePresence(space: string, fn: string, session: DraftSession, place: DraftPlace) {
  const client = useQueryClient()
  const [tab] = useState(newId)
  const here = useRef(place)
  useEffect(() => {
    here.current = place
  }, [place])
  const { data, isError, isPaused } = useQuery({
    queryKey: [...functionKey(space, fn), 'editors', tab],
    queryFn: () => noteEditor(space, fn, tab, here.current),
    refetchInterval: ({ state }) => ((state.data?.items.length ?? 0) > 0 ? TOGETHER_MS : ALONE_MS),
    retry: false,
    gcTime: 0,
  })
  useEffect(() => {
    const leave = () => void forgetEditor(space, fn, tab).catch(() => {})
    window.addEventListener('pagehide', leave)
    return () => {
      window.removeEventListener('pagehide', leave)
      leave()
    }
  }, [space, fn, tab])
  useEffect(() => {
    const stale = data !== undefined && data.codeHash !== session.snapshot().codeHash
    if (stale && session.clean) void client.invalidateQueries({ queryKey: draftQuery(space, fn).queryKey, exact: true })
  }, [client, space, fn, session, data])
  // Offline, nobody knows.
  return isError || isPaused ? NOBODY : (data?.items ?? NOBODY)
}
