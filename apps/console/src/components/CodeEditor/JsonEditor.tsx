import './CodeEditor.css'
import type { editor } from 'monaco-editor/editor'
import { useEffect, useEffectEvent, useLayoutEffect, useRef } from 'react'
import { Echoes } from './echoes.ts'
import type { Monaco } from './api.ts'
import { editorOptions } from './options.ts'

interface JsonEditorProps {
  monaco: Monaco
  value: string
  label: string
  onChange(text: string): void
}

/** A small editor for one JSON value. It grows with its text up to the height of its container. */
export function JsonEditor({ monaco, value, label, onChange }: JsonEditorProps) {
  const host = useRef<HTMLDivElement>(null)
  const editorRef = useRef<editor.IStandaloneCodeEditor>(null)
  const echoes = useRef(new Echoes())
  const changed = useEffectEvent(onChange)
  const initial = useEffectEvent(() => value)

  useLayoutEffect(() => {
    const model = monaco.editor.createModel(initial(), 'json')
    model.updateOptions({ tabSize: 2, insertSpaces: true })
    const instance = monaco.editor.create(host.current!, {
      ...editorOptions,
      model,
      ariaLabel: label,
      fontSize: 12,
      lineHeight: 18,
      folding: false,
      glyphMargin: false,
      lineDecorationsWidth: 12,
      lineNumbers: 'off',
      overviewRulerLanes: 0,
      padding: { top: 8, bottom: 8 },
      renderLineHighlight: 'none',
      tabFocusMode: true,
    })
    editorRef.current = instance
    const own = echoes.current
    const subscription = model.onDidChangeContent(() => {
      own.emit(model.getValue())
      changed(model.getValue())
    })
    return () => {
      subscription.dispose()
      instance.dispose()
      model.dispose()
    }
  }, [monaco, label])

  useEffect(() => {
    const model = editorRef.current?.getModel()
    if (!model || echoes.current.owns(value, model.getValue()) || model.getValue() === value) return
    model.setValue(value)
  }, [value])

  return <div ref={host} className="code-editor size-full" />
}
