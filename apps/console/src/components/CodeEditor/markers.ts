import type { Monaco } from './api.ts'
import { uriOf } from './useModels.ts'

export interface CursorPosition {
  lineNumber: number
  column: number
}

export interface EditorProblem {
  path: string
  line: number
  column: number
  message: string
  severity: 'error' | 'warning'
}

/** Errors and warnings in the function's files, most severe first. Hints stay in the editor. */
export function problemsOf(monaco: Monaco): EditorProblem[] {
  const { Error: error, Warning: warning } = monaco.MarkerSeverity
  return monaco.editor
    .getModelMarkers({})
    .filter((marker) => marker.resource.scheme === 'file' && marker.severity >= warning)
    .toSorted((a, b) => b.severity - a.severity || a.startLineNumber - b.startLineNumber)
    .map((marker) => ({
      path: marker.resource.path.slice(1),
      line: marker.startLineNumber,
      column: marker.startColumn,
      message: marker.message,
      severity: marker.severity === error ? 'error' : 'warning',
    }))
}

/** Marks what a compiler reported. The caller removes the marks when the text changes. */
export function showDiagnostics(monaco: Monaco, paths: readonly string[], diagnostics: readonly EditorProblem[]): void {
  for (const path of paths) {
    const model = monaco.editor.getModel(uriOf(monaco, path))
    if (!model) continue
    const markers = diagnostics
      .filter((problem) => problem.path === path)
      .map(({ line, column, message, severity }) => {
        const startLineNumber = Math.min(line, model.getLineCount())
        const word = model.getWordAtPosition({ lineNumber: startLineNumber, column })
        return {
          startLineNumber,
          endLineNumber: startLineNumber,
          startColumn: word?.startColumn ?? column,
          endColumn: word?.endColumn ?? column + 1,
          message,
          severity: severity === 'error' ? monaco.MarkerSeverity.Error : monaco.MarkerSeverity.Warning,
        }
      })
    monaco.editor.setModelMarkers(model, 'build', markers)
  }
}
