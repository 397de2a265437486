import type { editor } from 'monaco-editor/editor'
import { translate } from '../../../i18n/index.ts'
import { toast } from '../../toast.ts'
import type { Monaco } from '../api.ts'
import { ask } from './ask.ts'
import { FORMATTED, isChecked } from './languages.ts'
import type { Answer } from './messages.ts'
import type { Finding } from './tool.ts'

/** A pause in typing. */
const PAUSE_MS = 400
const OWNER = 'syntax'

/** Gives Monaco the formatters, and marks what the checkers find in the function's files while one types. */
export function registerTools(monaco: Monaco): void {
  for (const language of FORMATTED) {
    monaco.languages.registerDocumentFormattingEditProvider(language, {
      async provideDocumentFormattingEdits(model, { tabSize }) {
        const text = model.getValue()
        const answer = await ask({ verb: 'format', language, text, indent: tabSize })
        // Monaco replaces only what differs, so that the cursor and the undo history stay.
        if (answer.kind === 'formatted') return [{ range: model.getFullModelRange(), text: answer.text }]
        toast.error(refusal(answer))
        return []
      },
    })
  }
  for (const model of monaco.editor.getModels()) watch(monaco, model)
  monaco.editor.onDidCreateModel((model) => watch(monaco, model))
}

function refusal(answer: Answer): string {
  if (answer.kind === 'syntax' && answer.line !== undefined)
    return translate('fn.editor.notFormattedLine', { line: answer.line, message: answer.message })
  const message = 'message' in answer ? answer.message : ''
  return translate('fn.editor.notFormatted', { message })
}

function watch(monaco: Monaco, model: editor.ITextModel): void {
  const language = model.getLanguageId()
  // Other schemes are comparisons and forms.
  if (model.uri.scheme !== 'file' || !isChecked(language)) return
  let pause: ReturnType<typeof setTimeout> | undefined
  const check = async () => {
    const version = model.getVersionId()
    const answer = await ask({ verb: 'check', language, text: model.getValue(), indent: 2 })
    if (model.isDisposed() || model.getVersionId() !== version || answer.kind !== 'checked') return
    monaco.editor.setModelMarkers(
      model,
      OWNER,
      answer.findings.map((finding) => markerOf(monaco, model, finding)),
    )
  }
  const soon = () => {
    clearTimeout(pause)
    pause = setTimeout(() => void check(), PAUSE_MS)
  }
  soon()
  model.onDidChangeContent(soon)
  model.onWillDispose(() => clearTimeout(pause))
}

function markerOf(monaco: Monaco, model: editor.ITextModel, finding: Finding): editor.IMarkerData {
  const { Error: error, Warning: warning, Hint: hint } = monaco.MarkerSeverity
  const { line, column, endLine, endColumn } = finding
  // A parser that reaches the end names the line after the last.
  const startLineNumber = Math.min(line, model.getLineCount())
  const word = model.getWordAtPosition({ lineNumber: startLineNumber, column: Math.max(1, column) })
  return {
    startLineNumber,
    startColumn: column,
    endLineNumber: endLine ?? startLineNumber,
    endColumn: endColumn ?? word?.endColumn ?? column + 1,
    message: finding.message,
    severity: { error, warning, unused: hint }[finding.kind],
    tags: finding.kind === 'unused' ? [monaco.MarkerTag.Unnecessary] : [],
  }
}
