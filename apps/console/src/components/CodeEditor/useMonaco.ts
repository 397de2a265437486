import { useEffect, useState } from 'react'
import type { Monaco } from './api.ts'

let loading: Promise<Monaco> | undefined

/** Starts the download before a component needs it: links to the editor call it on hover. */
export function loadMonaco(): Promise<Monaco> {
  loading ??= import('./monaco.ts').then((module) => module.monaco)
  return loading
}

/** The editor; `undefined` while it loads. A failed download goes to the error boundary. */
export function useMonaco(): Monaco | undefined {
  const [state, setState] = useState<{ monaco?: Monaco; error?: unknown }>({})
  useEffect(() => {
    let current = true
    loadMonaco().then(
      (monaco) => current && setState({ monaco }),
      (error: unknown) => {
        loading = undefined
        if (current) setState({ error })
      },
    )
    return () => {
      current = false
    }
  }, [])
  if (state.error) throw state.error
  return state.monaco
}
