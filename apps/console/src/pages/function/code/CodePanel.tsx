import { hasLogpoints, type Draft } from '@alcove/contract'
import type { editor } from 'monaco-editor/editor'
import { useMemo, useState } from 'react'
import type { Monaco } from '../../../components/CodeEditor/api.ts'
import { BuildChip } from '../build/BuildChip.tsx'
import { BuildPanel } from '../build/BuildPanel.tsx'
import type { useBuild } from '../build/useBuild.ts'
import { usePackages } from '../build/usePackages.ts'
import { CoverageToggle } from './coverage/CoverageToggle.tsx'
import type { useCoverage } from './coverage/useCoverage.ts'
import { BreakpointBar } from './debug/BreakpointBar.tsx'
import { DebugPanel } from './debug/DebugPanel.tsx'
import type { DebugControls } from './debug/useDebugControls.ts'
import type { Debugger } from './debug/useDebugger.ts'
import { EditorPane } from './EditorPane.tsx'
import { LogpointPanel } from './logpoints/LogpointPanel.tsx'
import { closeFile, moveTab } from './openFiles.ts'
import type { Cursor } from './useCursor.ts'
import type { DraftFiles } from './useDraftFiles.ts'
import type { ShownFiles } from './useShownFiles.ts'
import { useStore } from './useStore.ts'
import type { Workbench } from './workbench.ts'

interface CodePanelProps {
  space: string
  fn: string
  monaco: Monaco | undefined
  bench: Workbench
  configuration: Draft['configuration']
  shown: ShownFiles
  drafted: DraftFiles
  build: ReturnType<typeof useBuild>
  coverage: ReturnType<typeof useCoverage>
  debug: Debugger
  controls: DebugControls
  cursor: Cursor
  replaying: boolean
  reveal: { line: number; column: number } | undefined
  /** Why this user cannot edit the draft; undefined when they can. */
  readOnlyReason: string | undefined
  onEditor(instance: editor.IStandaloneCodeEditor): void
  onGo(path: string, line?: number, column?: number): void
}

/** The editor, and below it what the build, the logpoints and the debugger report. */
export function CodePanel(props: CodePanelProps) {
  const { space, fn, bench, configuration, shown, drafted, coverage, debug, controls, readOnlyReason, onGo } = props
  const { build, current } = props.build
  const open = useStore(bench.open)
  const { files, save } = useStore(bench.session)
  const [buildOpen, setBuildOpen] = useState(false)
  const packages = usePackages(space, fn, files['package.json'], build)
  const diagnostics = useMemo(
    () =>
      // The lines of an older text would not match.
      build && current && save.kind === 'saved'
        ? build.diagnostics.map(({ file, ...rest }) => ({ ...rest, path: file }))
        : [],
    [build, current, save.kind],
  )
  return (
    <EditorPane
      key={shown.version ?? 'draft'}
      monaco={props.monaco}
      files={shown.files}
      open={open}
      unsaved={drafted.unsaved}
      published={drafted.published}
      runtime={configuration.runtime}
      readOnlyReason={shown.readOnlyReason}
      breakpoints={controls.stepping}
      onEditor={props.onEditor}
      below={
        <>
          {!props.replaying && shown.version !== null && hasLogpoints(configuration.runtime) && (
            <LogpointPanel
              space={space}
              fn={fn}
              version={shown.version}
              place={props.cursor.place}
              readOnly={readOnlyReason}
              onGo={onGo}
            />
          )}
          {debug.edited && <BreakpointBar debug={debug} breakpoint={debug.edited} />}
          <DebugPanel
            debug={debug}
            onGo={({ path, line, column }) => onGo(path, line, column)}
            onRunHere={controls.runHere}
          />
        </>
      }
      status={coverage && <CoverageToggle coverage={coverage} />}
      reveal={props.reveal}
      omitted={drafted.omitted}
      diagnostics={diagnostics}
      packages={packages}
      build={{
        chip: build && <BuildChip build={build} open={buildOpen} onToggle={() => setBuildOpen((before) => !before)} />,
        panel: build && buildOpen && (
          <BuildPanel
            space={space}
            fn={fn}
            build={build}
            readOnlyReason={readOnlyReason}
            onGo={onGo}
            onClose={() => setBuildOpen(false)}
          />
        ),
      }}
      onEdit={(path, text) => bench.session.write(path, text)}
      onOpen={onGo}
      onClose={(path) => bench.open.update((state) => closeFile(state, path))}
      onMoveTab={(path, to) => bench.open.update((state) => moveTab(state, path, to))}
    />
  )
}
