import { useEffect, useMemo, useState } from 'react'
import { createStore } from '../store.ts'
import { useStore } from '../useStore.ts'
import { breakpointsOf, type Breakpoint } from './breakpoints.ts'
import { DebugSession, type DebugState, type PauseOn } from './session.ts'

const NONE = createStore<DebugState | null>(null)

export interface StartOptions {
  /** What this one ran; null: the qualifier. */
  invocation: string | null
  qualifier: string
  paths: readonly string[]
  event: { text: string; label: string }
}

/** The debugger of a function's code page: breakpoints, watched expressions, and at most one session. */
export function useDebugger(space: string, fn: string) {
  const breakpoints = useMemo(() => breakpointsOf(space, fn), [space, fn])
  const all = useStore(breakpoints)
  const [session, setSession] = useState<DebugSession | null>(null)
  const [pauseOn, setPauseOn] = useState<PauseOn>('uncaught')
  const [watched, setWatched] = useState<readonly string[]>([])
  /** The breakpoint whose condition is edited. */
  const [edited, setEdited] = useState<Pick<Breakpoint, 'path' | 'line'> | null>(null)
  const state = useStore<DebugState | null>(session?.state ?? NONE)
  useEffect(() => () => session?.close(), [session])

  return {
    breakpoints,
    all,
    session,
    state,
    pauseOn,
    watched,
    edited: all.find(({ path, line }) => path === edited?.path && line === edited.line) ?? null,
    edit: setEdited,
    watch: setWatched,
    start(options: StartOptions) {
      const given = { space, fn, breakpoints, pauseOn, ...options }
      const onLoadFailed = (loadError: string) => setSession(new DebugSession({ ...given, loadError }))
      setSession(new DebugSession({ ...given, onLoadFailed }))
    },
    stop: () => session?.close(),
    leave: () => setSession(null),
    setPauseOn(next: PauseOn) {
      setPauseOn(next)
      session?.pauseOn(next).catch(() => {})
    },
  }
}

export type Debugger = ReturnType<typeof useDebugger>
