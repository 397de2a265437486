import type { editor } from 'monaco-editor/editor'
import { type RefObject, useEffect } from 'react'

/** Vim's keys in the editor while `on`; the bar shows the mode and what is typed after ":" or "/". */
export function useVim(instance: editor.IStandaloneCodeEditor | null, on: boolean, bar: RefObject<HTMLElement | null>) {
  useEffect(() => {
    if (!on || instance === null) return
    let mode: { dispose(): void } | undefined
    let current = true
    void import('monaco-vim').then(({ initVimMode }) => {
      if (current) mode = initVimMode(instance, bar.current)
    })
    return () => {
      current = false
      mode?.dispose()
    }
  }, [instance, on, bar])
}
