import type { editor } from 'monaco-editor/editor'
import { useEffectEvent, useLayoutEffect, useRef } from 'react'
import { Echoes } from './echoes.ts'
import { JointEdits } from './jointEdits.ts'
import { lineEdits } from './lineEdits.ts'
import { indentOf, isScript, languageOf } from './languages.ts'
import type { Monaco } from './api.ts'

export const uriOf = (monaco: Monaco, path: string) => monaco.Uri.file(`/${path}`)

function rangesOf(monaco: Monaco, model: editor.ITextModel, text: string) {
  // Lines of the model have lost their carriage returns.
  if (model.getEOL() !== '\n' || text.includes('\r')) return [{ range: model.getFullModelRange(), text }]
  return lineEdits(model.getValue(), text).map(({ from, to, text: put }) => ({
    range: new monaco.Range(from.line, from.column, to.line, to.column),
    text: put,
  }))
}

interface Known {
  /** The last text received for this file. */
  seen: string
  echoes: Echoes
}

/** One model per file, so that files can import each other. Each keeps its own undo history. */
export function useModels(
  monaco: Monaco,
  files: Readonly<Record<string, string>>,
  onChange: (path: string, text: string) => void,
): void {
  const known = useRef(new Map<string, Known>())
  const joint = useRef(new JointEdits<editor.ITextModel>())
  const applying = useRef(false)
  const changed = useEffectEvent(onChange)

  useLayoutEffect(() => {
    let others = false
    for (const [path, text] of Object.entries(files)) {
      const file = known.current.get(path)
      if (!file) {
        others = true
        const model = monaco.editor.createModel(text, languageOf(path).id, uriOf(monaco, path))
        model.updateOptions({ tabSize: indentOf(path), insertSpaces: true })
        const echoes = new Echoes()
        known.current.set(path, { seen: text, echoes })
        joint.current.watch(model)
        model.onDidChangeContent(({ isUndoing, isRedoing }) => {
          joint.current.changed(model, { isUndoing, isRedoing, together: !applying.current })
          if (applying.current) return
          echoes.emit(model.getValue())
          changed(path, model.getValue())
        })
      } else if (file.seen !== text) {
        file.seen = text
        const model = monaco.editor.getModel(uriOf(monaco, path))!
        const current = model.getValue()
        if (file.echoes.owns(text, current) || current === text) continue
        applying.current = true
        // As edits of the lines that differ, so that the cursor stays and undo still reaches the previous text.
        model.pushStackElement()
        model.pushEditOperations([], rangesOf(monaco, model, text), () => null)
        model.pushStackElement()
        applying.current = false
      }
    }
    for (const path of known.current.keys()) {
      if (path in files) continue
      others = true
      known.current.delete(path)
      monaco.editor.getModel(uriOf(monaco, path))?.dispose()
    }
    // Part of the editor's chunk, which is loaded by now.
    if (others)
      void import('./typescript.ts').then(({ checkScripts }) =>
        checkScripts([...known.current.keys()].filter(isScript).map((path) => uriOf(monaco, path))),
      )
  }, [monaco, files])

  useLayoutEffect(() => {
    const models = known.current
    return () => {
      for (const path of models.keys()) monaco.editor.getModel(uriOf(monaco, path))?.dispose()
      models.clear()
    }
  }, [monaco])
}
