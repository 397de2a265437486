import type { DraftPresence } from '@alcove/contract'
import type { editor } from 'monaco-editor/editor'
import { useEffect } from 'react'
import type { Monaco } from '../../../../components/CodeEditor/api.ts'

/** Marks the lines of the open file where others are, with their names. */
export function usePresenceMarks(
  monaco: Monaco | undefined,
  instance: editor.IStandaloneCodeEditor | null,
  path: string | null,
  others: DraftPresence['items'],
): void {
  useEffect(() => {
    if (!monaco || !instance) return
    const marks = instance.createDecorationsCollection(
      others.flatMap(({ file, line, name }) =>
        file === path && line !== null
          ? [
              {
                range: new monaco.Range(line, 1, line, Number.MAX_SAFE_INTEGER),
                options: {
                  isWholeLine: true,
                  className: 'code-other-line',
                  after: { content: ` ${name} `, inlineClassName: 'code-other-name' },
                },
              },
            ]
          : [],
      ),
    )
    return () => marks.clear()
  }, [monaco, instance, path, others])
}
