import type { editor } from 'monaco-editor/editor'
import { useEffect, useEffectEvent } from 'react'
import type { Monaco } from '../../../../components/CodeEditor/api.ts'
import './debug.css'
import { toast } from '../../../../components/toast.ts'
import { useTranslation } from '../../../../i18n/index.ts'
import { takesBreakpoints, toggle, type Breakpoint } from './breakpoints.ts'
import type { Debugger } from './useDebugger.ts'
import { shown } from './shown.ts'

/** Draws breakpoints and the paused line in the editor, and shows values on hover. */
export function useDebugEditor(
  monaco: Monaco | undefined,
  instance: editor.IStandaloneCodeEditor | null,
  path: string | null,
  debug: Debugger,
): void {
  const { t } = useTranslation()
  const { all, state, breakpoints } = debug
  // While a step runs, the line that it left stays: most are over before the eye could see it go.
  const place = state?.frames[state.frame]?.place
  const left = state?.phase !== 'paused'
  const thrown = state?.reason !== ''

  const clicked = useEffectEvent((event: editor.IEditorMouseEvent) => {
    const { type, position } = event.target
    if (path === null || !position || !monaco) return
    const { GUTTER_GLYPH_MARGIN, GUTTER_LINE_NUMBERS } = monaco.editor.MouseTargetType
    if (type !== GUTTER_GLYPH_MARGIN && type !== GUTTER_LINE_NUMBERS) return
    if (!takesBreakpoints(path)) return toast.message(t('fn.debug.noCode'))
    const line = position.lineNumber
    if (!event.event.rightButton) return breakpoints.update((before) => toggle(before, path, line))
    if (!all.some((each) => each.path === path && each.line === line))
      breakpoints.update((before) => toggle(before, path, line))
    debug.edit({ path, line })
  })
  useEffect(() => {
    const subscription = instance?.onMouseDown((event) => clicked(event))
    return () => subscription?.dispose()
  }, [instance])

  useEffect(() => {
    if (!instance || !monaco || path === null) return
    const here = all.filter((each) => each.path === path)
    const decorations = instance.createDecorationsCollection([
      ...here.map((each) => ({
        range: new monaco.Range(each.line, 1, each.line, 1),
        options: { glyphMarginClassName: glyphOf(each), stickiness: 1 },
      })),
      ...(place?.path === path
        ? [
            {
              range: new monaco.Range(place.line, 1, place.line, 1),
              options: {
                isWholeLine: true,
                className: left ? 'debug-line-left' : thrown ? 'debug-line-thrown' : 'debug-line',
                linesDecorationsClassName: 'debug-arrow',
              },
            },
          ]
        : []),
    ])
    return () => decorations.clear()
  }, [instance, monaco, path, all, place, thrown, left])

  useEffect(() => {
    if (place && place.path === path) instance?.revealLineInCenterIfOutsideViewport(place.line)
  }, [instance, path, place])

  const hovered = useEffectEvent(async (model: editor.ITextModel, line: number, column: number) => {
    const { session } = debug
    if (!session || state?.phase !== 'paused') return null
    const expression = expressionAt(model.getLineContent(line), column)
    if (expression === null) return null
    try {
      // Read only: an expression that could change something is not evaluated.
      const value = await session.evaluate(expression, true)
      return { contents: [{ value: `\`\`\`js\n${expression} = ${shown(value)}\n\`\`\`` }] }
    } catch {
      return null
    }
  })
  useEffect(() => {
    const provider = monaco?.languages.registerHoverProvider(['typescript', 'javascript', 'python'], {
      provideHover: (model, { lineNumber, column }) => hovered(model, lineNumber, column),
    })
    return () => provider?.dispose()
  }, [monaco])
}

function glyphOf({ enabled, condition, hits, log }: Breakpoint): string {
  if (!enabled) return 'debug-glyph debug-off'
  if (log !== undefined) return 'debug-glyph debug-log'
  return condition === undefined && hits === undefined ? 'debug-glyph debug-plain' : 'debug-glyph debug-conditional'
}

/** The names and dots around a column: `order.lines` in `order.lines.length` when the cursor is on `lines`. */
function expressionAt(text: string, column: number): string | null {
  for (const found of text.matchAll(/[A-Za-z_$][\w$]*(?:\??\.[A-Za-z_$][\w$]*)*/g)) {
    const start = found.index + 1
    if (column < start || column > start + found[0].length) continue
    const rest = found[0].slice(column - start).search(/[^\w$]/)
    return rest < 0 ? found[0] : found[0].slice(0, column - start + rest)
  }
  return null
}
