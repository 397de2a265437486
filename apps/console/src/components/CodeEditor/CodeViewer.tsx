import './CodeEditor.css'
import { useLayoutEffect, useRef } from 'react'
import type { Monaco } from './api.ts'
import { editorOptions } from './options.ts'
import { plainLanguageOf } from './languages.ts'

interface CodeViewerProps {
  monaco: Monaco
  path: string
  text: string
  label: string
}

/** Read-only code with colours, search and folding. */
export function CodeViewer({ monaco, path, text, label }: CodeViewerProps) {
  const host = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => {
    const model = monaco.editor.createModel(text, plainLanguageOf(path))
    const instance = monaco.editor.create(host.current!, {
      ...editorOptions,
      model,
      ariaLabel: label,
      readOnly: true,
      domReadOnly: true,
      renderLineHighlight: 'none',
    })
    return () => {
      instance.dispose()
      model.dispose()
    }
  }, [monaco, path, text, label])
  return <div ref={host} className="code-editor size-full" />
}
