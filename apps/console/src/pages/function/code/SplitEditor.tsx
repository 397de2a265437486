import { X } from 'lucide-react'
import { useEffect, useLayoutEffect, useRef } from 'react'
import type { editor } from 'monaco-editor/editor'
import type { Monaco } from '../../../components/CodeEditor/api.ts'
import { editorOptions } from '../../../components/CodeEditor/options.ts'
import { uriOf } from '../../../components/CodeEditor/useModels.ts'
import { useTranslation } from '../../../i18n/index.ts'
import { IconButton } from '../../../ui/IconButton.tsx'
import { Select } from '../../../ui/Select.tsx'

interface SplitEditorProps {
  monaco: Monaco
  paths: readonly string[]
  path: string
  readOnly: boolean
  options: editor.IEditorOptions
  onPath(path: string): void
  onClose(): void
}

/** A second editor beside the first, over the same models: what is typed in one shows in the other. */
export function SplitEditor({ monaco, paths, path, readOnly, options, onPath, onClose }: SplitEditorProps) {
  const { t } = useTranslation()
  const host = useRef<HTMLDivElement>(null)
  const editorRef = useRef<editor.IStandaloneCodeEditor>(null)
  const label = t('fn.split.title')
  useLayoutEffect(() => {
    const instance = monaco.editor.create(host.current!, { ...editorOptions, model: null, ariaLabel: label })
    editorRef.current = instance
    return () => {
      instance.dispose()
      editorRef.current = null
    }
  }, [monaco, label])
  // After the layout effects of the first editor, which make the models.
  useEffect(() => editorRef.current?.setModel(monaco.editor.getModel(uriOf(monaco, path))), [monaco, path])
  useEffect(() => editorRef.current?.updateOptions({ ...options, readOnly }), [options, readOnly])
  return (
    <section aria-label={label} className="flex min-h-0 min-w-0 flex-col border-l border-line narrow:hidden">
      <div className="flex h-8 shrink-0 items-center justify-between border-b border-line px-2">
        <Select
          size="sm"
          label={t('fn.split.file')}
          value={path}
          options={paths.map((value) => ({ value, label: value }))}
          onChange={onPath}
        />
        <IconButton size="sm" label={t('fn.split.close')} icon={<X size={14} />} onClick={onClose} />
      </div>
      <div ref={host} className="code-editor min-h-0 flex-1" />
    </section>
  )
}
