import { useEffect, useState } from 'react'
import type { Monaco } from './api.ts'

let loading: Promise<Monaco> | undefined

/** Starts the download before a component needs it: links to the editor call it on hover. */
export function loadMonaco(): Promise<Monaco> {
  loading ??= download()
    // It is large: a connection that changes meanwhile costs another try, not the page.
    .catch(download)
    .catch((error: unknown) => {
      loading = undefined
      throw error
    })
  return loading
}

const download = () => import('./monaco.ts').then((module) => module.monaco)

/** The editor; `undefined` while it loads. A failed download goes to the error boundary. */
export function useMonaco(): Monaco | undefined {
  const [state, setState] = useState<{ monaco?: Monaco; error?: unknown }>({})
  useEffect(() => {
    let current = true
    loadMonaco().then(
      (monaco) => current && setState({ monaco }),
      (error: unknown) => current && setState({ error }),
    )
    return () => {
      current = false
    }
  }, [])
  if (state.error) throw state.error
  return state.monaco
}
