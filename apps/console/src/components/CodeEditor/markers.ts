import type { Monaco } from './monaco.ts'

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

/** Errors and warnings of the function's files, worst first; hints are for the editor alone. */
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
