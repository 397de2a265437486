import type { Files, Runtime } from '@alcove/contract'
import type { editor } from 'monaco-editor/editor'
import { clsx } from 'clsx'
import { type ReactNode, useMemo, useRef, useState } from 'react'
import {
  CodeEditor,
  type CursorPosition,
  type EditorProblem,
  languageOf,
} from '../../../components/CodeEditor/index.ts'
import type { Monaco } from '../../../components/CodeEditor/api.ts'
import { useTranslation } from '../../../i18n/index.ts'
import { useFormat } from '../../../i18n/useFormat.ts'
import { EmptyState } from '../../../ui/EmptyState.tsx'
import { runtimeName } from '../../../components/runtimes.ts'
import { CodeSkeleton } from '../files/BenchSkeleton.tsx'
import { changedLines } from './changedLines.ts'
import type { Packages } from '../build/usePackages.ts'
import { bytesOf, isText, textsOf } from '../files/files.ts'
import { editorSettings, optionsOf } from './editorSettings.ts'
import { EditorTabs } from './EditorTabs.tsx'
import type { OpenFiles } from './openFiles.ts'
import { SplitEditor } from './SplitEditor.tsx'
import { StatusBar } from './StatusBar.tsx'
import { useStore } from './useStore.ts'
import { useVim } from './useVim.ts'

interface EditorPaneProps {
  monaco: Monaco | undefined
  files: Files
  open: OpenFiles
  unsaved: ReadonlySet<string>
  published: Files | undefined
  runtime: Runtime
  readOnlyReason: string | undefined
  reveal: { line: number; column: number } | undefined
  /** Files of the draft that are too large to show, by path. */
  omitted: ReadonlyMap<string, number>
  /** What the build reported about exactly this code. */
  diagnostics: readonly EditorProblem[]
  packages: Packages
  /** Shown in the tab bar, and below the editor. */
  build: { chip: ReactNode; panel: ReactNode }
  /** In the status bar. */
  status: ReactNode
  /** The debugger, below the editor. */
  below: ReactNode
  /** Room for breakpoints beside the line numbers. */
  breakpoints: boolean
  onEditor(instance: editor.IStandaloneCodeEditor): void
  onEdit(path: string, text: string): void
  onOpen(path: string, line?: number, column?: number): void
  onClose(path: string): void
  onMoveTab(path: string, to: string): void
}

/** Tabs, editor, status bar. */
export function EditorPane({ monaco, files, open, published, readOnlyReason, reveal, ...props }: EditorPaneProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const [cursor, setCursor] = useState<CursorPosition | null>(null)
  const [problems, setProblems] = useState<EditorProblem[]>([])
  const [instance, setInstance] = useState<editor.IStandaloneCodeEditor | null>(null)
  const settings = useStore(editorSettings)
  const options = useMemo(() => optionsOf(settings), [settings])
  const [beside, setBeside] = useState<string | null>(null)
  const vimBar = useRef<HTMLDivElement>(null)
  const texts = useMemo(() => textsOf(files), [files])
  const path = open.active
  const content = path === null ? undefined : files[path]
  const before = path === null ? undefined : published?.[path]
  const marks = useMemo(
    () => (published && isText(content) ? changedLines(isText(before) ? before : '', content) : []),
    [published, before, content],
  )

  const split = monaco !== undefined && isText(content) && beside !== null && beside in texts
  useVim(instance, settings.vim, vimBar)

  return (
    <section aria-label={t('fn.editor.title')} className="flex min-h-0 min-w-0 flex-col">
      <EditorTabs
        open={open}
        unsaved={props.unsaved}
        readOnlyReason={readOnlyReason}
        onOpen={props.onOpen}
        onClose={props.onClose}
        onMove={props.onMoveTab}
        onSplit={() => setBeside(beside === null ? path : null)}
        onFormat={() => void instance?.getAction('editor.action.formatDocument')?.run()}
      >
        {props.build.chip}
      </EditorTabs>
      <div className={clsx('grid min-h-0 flex-1 grid-rows-[minmax(0,1fr)]', split && 'wide:grid-cols-2')}>
        <div className="relative min-h-0 min-w-0">
          {path !== null && props.omitted.has(path) ? (
            <EmptyState title={t('fn.files.notSent', { size: format.bytes(props.omitted.get(path)!) })}>
              {t('fn.files.notSentHint')}
            </EmptyState>
          ) : path === null || content === undefined ? (
            <EmptyState title={t('fn.editor.nothingOpen')}>{t('fn.editor.nothingOpenHint')}</EmptyState>
          ) : !isText(content) ? (
            <EmptyState title={t('fn.editor.binary', { name: path, size: format.bytes(bytesOf(content)) })}>
              {t('fn.editor.binaryHint')}
            </EmptyState>
          ) : monaco ? (
            <CodeEditor
              monaco={monaco}
              files={texts}
              path={path}
              label={t('fn.editor.title')}
              readOnlyReason={readOnlyReason}
              changedLines={marks}
              diagnostics={props.diagnostics}
              packages={props.packages}
              reveal={reveal}
              options={options}
              onOpen={props.onOpen}
              glyphMargin={props.breakpoints}
              onChange={props.onEdit}
              onCursor={setCursor}
              onProblems={setProblems}
              onReady={(instance) => {
                setInstance(instance)
                props.onEditor(instance)
              }}
            />
          ) : (
            <CodeSkeleton />
          )}
        </div>
        {split && (
          <SplitEditor
            monaco={monaco}
            paths={Object.keys(texts)}
            path={beside}
            readOnly={readOnlyReason !== undefined}
            options={options}
            onPath={setBeside}
            onClose={() => setBeside(null)}
          />
        )}
      </div>
      {settings.vim && <div ref={vimBar} className="mono h-6 shrink-0 border-t border-line px-3 text-sm text-fg-2" />}
      {props.build.panel}
      {props.below}
      <StatusBar
        problems={problems}
        cursor={cursor}
        language={path === null ? null : languageOf(path).label}
        runtime={runtimeName(props.runtime)}
        readOnlyReason={readOnlyReason}
        onGo={(problem) => props.onOpen(problem.path, problem.line, problem.column)}
      >
        {props.status}
      </StatusBar>
    </section>
  )
}
