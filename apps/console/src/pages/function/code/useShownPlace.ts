import { useLocation } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { fileAt } from '../../../components/stackLinks.ts'
import { openFile, type OpenFiles } from './openFiles.ts'
import type { Store } from './store.ts'
import type { ShownFiles } from './useShownFiles.ts'

export type Panel = 'files' | 'code' | 'run'

interface LinkedPlace {
  file?: string | undefined
  line?: number | undefined
  column?: number | undefined
}

/** The panel and the line that are shown. Opens the place that the page's address names. */
export function useShownPlace(open: Store<OpenFiles>, { paths, loaded }: ShownFiles, link: LinkedPlace) {
  const [panel, setPanel] = useState<Panel>('code')
  const [reveal, setReveal] = useState<{ line: number; column: number }>()
  const { file, line, column = 1 } = link
  const found = file === undefined ? null : fileAt(file, paths)
  // The same link may be followed again.
  const visit = useLocation({ select: ({ state }) => state.__TSR_key })
  useEffect(() => {
    if (found === null) return
    open.update((state) => openFile(state, found))
    // Follows the address, which changes outside React.
    // oxlint-disable-next-line react/set-state-in-effect
    if (line !== undefined) setReveal({ line, column })
  }, [open, found, line, column, visit])
  return {
    panel,
    setPanel,
    reveal,
    /** The linked file is not among the files. */
    missing: file !== undefined && found === null && loaded,
    go(path: string, line?: number, column = 1) {
      open.update((state) => openFile(state, path))
      setPanel('code')
      setReveal(line === undefined ? undefined : { line, column })
    },
  }
}
