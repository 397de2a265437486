import type { editor } from 'monaco-editor/editor'
import { useEffect, useState } from 'react'

/** The cursor in an editor that shows the file `path`. */
export function useCursor(instance: editor.IStandaloneCodeEditor | null, path: string | null) {
  const [line, setLine] = useState<number | null>(null)
  useEffect(() => {
    const moves = instance?.onDidChangeCursorPosition(({ position }) => setLine(position.lineNumber))
    return () => moves?.dispose()
  }, [instance])
  return {
    /** As of the last render. */
    line,
    /** Where the cursor is now. */
    place() {
      const line = instance?.getPosition()?.lineNumber
      return path === null || line === undefined ? null : { file: path, line }
    },
  }
}

export type Cursor = ReturnType<typeof useCursor>
