import './CodeEditor.css'
import type { editor, IPosition, IRange } from 'monaco-editor/editor'
import { useEffect, useEffectEvent, useLayoutEffect, useRef } from 'react'
import type { CursorPosition, EditorProblem } from './markers.ts'
import type { Monaco } from './api.ts'
import { problemsOf, showDiagnostics } from './markers.ts'
import { editorOptions } from './options.ts'
import { uriOf, useModels } from './useModels.ts'

interface CodeEditorProps {
  monaco: Monaco
  /** All text files of the function, so that they can import each other. */
  files: Readonly<Record<string, string>>
  path: string
  label: string
  /** Why the text cannot be edited; absent when it can. */
  readOnlyReason?: string
  /** Lines that differ from the published code, 1-based. */
  changedLines?: readonly number[]
  /** What a compiler reported about exactly these texts. */
  diagnostics?: readonly EditorProblem[]
  /** npm packages that imports may name, with their declaration files. */
  packages?: { names: readonly string[]; types: readonly { path: string; text: string }[] }
  /** Scrolls to a position. Pass a new object to go there again. */
  reveal?: { line: number; column: number } | undefined
  /** Leave room for marks beside the line numbers. */
  glyphMargin?: boolean
  /** Changes them at any time; the console's own fill the rest. */
  options: editor.IEditorOptions
  /** Called when a definition or a reference leads to another file. */
  onOpen(path: string, line: number, column: number): void
  onChange(path: string, text: string): void
  onCursor(position: CursorPosition): void
  onProblems(problems: EditorProblem[]): void
  onReady(editor: editor.IStandaloneCodeEditor): void
}

/** One editor over the models of all files. Each file keeps its undo history, cursor and scroll position. */
export function CodeEditor(props: CodeEditorProps) {
  const { monaco, files, path, label, readOnlyReason, changedLines, diagnostics, packages, reveal } = props
  const host = useRef<HTMLDivElement>(null)
  const editorRef = useRef<editor.IStandaloneCodeEditor>(null)
  const views = useRef(new Map<string, editor.ICodeEditorViewState | null>())
  const previous = useRef<PreviousFile>({ text: '', view: null, focused: false })
  const moved = useEffectEvent(props.onCursor)
  const checked = useEffectEvent(props.onProblems)
  const ready = useEffectEvent(props.onReady)
  const opened = useEffectEvent((place: Place) => {
    if (!(place.path in files)) return false
    props.onOpen(place.path, place.line, place.column)
    return true
  })

  useLayoutEffect(() => {
    const instance = monaco.editor.create(host.current!, {
      ...editorOptions,
      model: null,
      ariaLabel: label,
      glyphMargin: props.glyphMargin === true,
      lineNumbersMinChars: 4,
    })
    editorRef.current = instance
    const subscriptions = [
      instance.onDidChangeCursorPosition(({ position }) => moved(position)),
      monaco.editor.onDidChangeMarkers(() => checked(problemsOf(monaco))),
    ]
    subscriptions.push(
      monaco.editor.registerEditorOpener({
        openCodeEditor: (_from, resource, at) =>
          resource.scheme === 'file' && opened({ path: resource.path.slice(1), ...placeOf(at) }),
      }),
    )
    ready(instance)
    return () => {
      for (const subscription of subscriptions) subscription.dispose()
      instance.dispose()
      editorRef.current = null
    }
  }, [monaco, label, props.glyphMargin])

  useModels(monaco, files, props.onChange)

  useEffect(() => showDiagnostics(monaco, Object.keys(files), diagnostics ?? []), [monaco, files, diagnostics])
  useEffect(() => {
    // Part of the editor's chunk, which is loaded by now.
    if (packages)
      void import('./typescript.ts').then(({ declarePackages }) => declarePackages(packages.names, packages.types))
  }, [packages])

  useLayoutEffect(() => {
    const instance = editorRef.current
    if (!instance) return
    instance.setModel(monaco.editor.getModel(uriOf(monaco, path)))
    // A file that someone has just renamed keeps the cursor where people type.
    const renamed = previous.current.text === instance.getValue()
    const view = views.current.get(path) ?? (renamed ? previous.current.view : null)
    if (view) instance.restoreViewState(view)
    if (renamed && previous.current.focused) instance.focus()
    const position = instance.getPosition()
    if (position) moved(position)
    const saved = views.current
    return () => {
      const view = instance.saveViewState()
      previous.current = { text: instance.getValue(), view, focused: instance.hasTextFocus() }
      saved.set(path, view)
    }
  }, [monaco, path])

  useEffect(() => {
    editorRef.current?.updateOptions({
      readOnly: readOnlyReason !== undefined,
      ...(readOnlyReason === undefined ? {} : { readOnlyMessage: { value: readOnlyReason } }),
    })
  }, [readOnlyReason])

  useEffect(() => {
    const instance = editorRef.current
    if (!instance || !reveal) return
    instance.setPosition({ lineNumber: reveal.line, column: reveal.column })
    instance.revealLineInCenter(reveal.line)
    instance.focus()
  }, [reveal])

  useEffect(() => editorRef.current?.updateOptions(props.options), [props.options])

  useEffect(() => {
    const decorations = editorRef.current?.createDecorationsCollection(
      (changedLines ?? []).map((line) => ({
        range: new monaco.Range(line, 1, line, 1),
        options: { isWholeLine: true, linesDecorationsClassName: 'code-changed-line' },
      })),
    )
    return () => decorations?.clear()
  }, [monaco, changedLines, path])

  return <div ref={host} className="code-editor size-full" />
}

/** What the editor showed before it turned to another file. */
interface PreviousFile {
  text: string
  view: editor.ICodeEditorViewState | null
  focused: boolean
}

interface Place {
  path: string
  line: number
  column: number
}

const placeOf = (at: IRange | IPosition | undefined): Omit<Place, 'path'> =>
  at === undefined
    ? { line: 1, column: 1 }
    : 'lineNumber' in at
      ? { line: at.lineNumber, column: at.column }
      : { line: at.startLineNumber, column: at.startColumn }
