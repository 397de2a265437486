import './CodeEditor.css'
import type { editor } from 'monaco-editor/editor'
import { useEffect, useEffectEvent, useLayoutEffect, useRef } from 'react'
import type { Monaco } from './api.ts'
import { editorOptions } from './options.ts'
import { plainLanguageOf } from './languages.ts'

interface DiffEditorProps {
  monaco: Monaco
  path: string
  original: string
  modified: string
  label: string
  /** Two columns, or one when the screen is narrow. */
  sideBySide: boolean
  /** Makes the right side editable. */
  onChange?: (text: string) => void
}

/** Compares two texts. Unchanged lines are folded. */
export function DiffEditor({ monaco, path, original, modified, label, sideBySide, onChange }: DiffEditorProps) {
  const host = useRef<HTMLDivElement>(null)
  const editorRef = useRef<editor.IStandaloneDiffEditor>(null)
  const changed = useEffectEvent((text: string) => onChange?.(text))
  const editable = onChange !== undefined

  useLayoutEffect(() => {
    const instance = monaco.editor.createDiffEditor(host.current!, {
      ...editorOptions,
      readOnly: !editable,
      originalEditable: false,
      originalAriaLabel: label,
      modifiedAriaLabel: label,
      hideUnchangedRegions: { enabled: true, contextLineCount: 3, minimumLineCount: 6 },
      renderOverviewRuler: false,
      renderSideBySideInlineBreakpoint: 0,
      useInlineViewWhenSpaceIsLimited: false,
    })
    editorRef.current = instance
    return () => {
      const model = instance.getModel()
      // Stop a running comparison first: otherwise it would look for models that are disposed of.
      instance.setModel(null)
      instance.dispose()
      model?.original.dispose()
      model?.modified.dispose()
    }
  }, [monaco, editable, label])

  useEffect(() => {
    // Labels that are left out are emptied.
    const labels = { originalAriaLabel: label, modifiedAriaLabel: label }
    editorRef.current?.updateOptions({ renderSideBySide: sideBySide, ...labels })
  }, [sideBySide, label])

  useLayoutEffect(() => {
    const instance = editorRef.current!
    const previous = instance.getModel()
    if (previous?.modified.getValue() === modified && previous.original.getValue() === original) return
    const language = plainLanguageOf(path)
    const model = {
      original: monaco.editor.createModel(original, language),
      modified: monaco.editor.createModel(modified, language),
    }
    model.modified.onDidChangeContent(() => changed(model.modified.getValue()))
    instance.setModel(model)
    previous?.original.dispose()
    previous?.modified.dispose()
  }, [monaco, path, original, modified, editable, label])

  return <div ref={host} className="code-editor size-full" />
}
