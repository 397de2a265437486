import { useQueries } from '@tanstack/react-query'
import type { editor } from 'monaco-editor/editor'
import { useEffect } from 'react'
import type { Monaco } from '../../../../components/CodeEditor/api.ts'
import type { Frame, Value } from './frames.ts'
import { inlineValues } from './inline-values.ts'
import { propertiesQuery } from './properties-query.ts'
import type { Debugger } from './useDebugger.ts'

/** Writes the values of the selected frame's variables beside its lines while the program is paused. */
export function useInlineValues(
  monaco: Monaco | undefined,
  instance: editor.IStandaloneCodeEditor | null,
  path: string | null,
  { session, state }: Debugger,
): void {
  const frame = state?.frames[state.frame]
  const line = frame?.place?.path === path ? frame?.place?.line : undefined
  const left = state?.phase !== 'paused'
  const variables = useQueries({
    queries:
      session && state && frame && line !== undefined
        ? localScopes(frame).map((scope) => propertiesQuery(session, scope, state.stop))
        : [],
    combine: (results) => (results.some(({ data }) => !data) ? null : results.flatMap(({ data }) => data ?? [])),
  })

  useEffect(() => {
    const model = instance?.getModel()
    if (!instance || !monaco || !model || line === undefined || !variables) return
    const { viewportColumn } = instance.getLayoutInfo()
    const texts = inlineValues(model.getLinesContent().slice(0, line), variables, viewportColumn)
    const decorations = instance.createDecorationsCollection(
      [...texts].map(([at, content]) => ({
        range: new monaco.Range(at, model.getLineMaxColumn(at), at, model.getLineMaxColumn(at)),
        options: {
          showIfCollapsed: true,
          after: {
            content,
            inlineClassName: left ? 'debug-value debug-value-left' : 'debug-value',
            inlineClassNameAffectsLetterSpacing: true,
            cursorStops: monaco.editor.InjectedTextCursorStops.None,
          },
        },
      })),
    )
    return () => decorations.clear()
  }, [instance, monaco, line, left, variables])
}

/** The blocks around the line, and the function that they are in. */
function localScopes({ scopes }: Frame): Value[] {
  const end = scopes.findIndex(({ kind }) => kind === 'local')
  return scopes.slice(0, end + 1).map(({ object }) => object)
}
