import { declarationOf, type Draft } from '@alcove/contract'
import type { editor } from 'monaco-editor/editor'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { clsx } from 'clsx'
import { useEffect, useEffectEvent, useMemo, useState } from 'react'
import { useMonaco, useDeclaration } from '../../../components/CodeEditor/index.ts'
import { useTranslation } from '../../../i18n/index.ts'
import { saidActor } from '../../../i18n/said.ts'
import { paths as addresses } from '../../../navigation/paths.ts'
import { Segmented } from '../../../ui/Segmented.tsx'
import { usePermission } from '../../../components/usePermission.ts'
import { toast } from '../../../components/toast.ts'
import { useBuild } from '../build/useBuild.ts'
import { useCoverage } from './coverage/useCoverage.ts'
import { useCoverageMarks } from './coverage/useCoverageMarks.ts'
import { useDebugControls } from './debug/useDebugControls.ts'
import { useDebugEditor } from './debug/useDebugEditor.ts'
import { useInlineValues } from './debug/useInlineValues.ts'
import { useDebugger } from './debug/useDebugger.ts'
import { benchClass } from '../files/benchClass.ts'
import { CodePanel } from './CodePanel.tsx'
import { CodeHeader } from './CodeHeader.tsx'
import { ConflictDialog } from './ConflictDialog.tsx'
import { isText } from '../files/files.ts'
import { FilesPanel } from './FilesPanel.tsx'
import { usePresence } from './presence/usePresence.ts'
import { usePresenceMarks } from './presence/usePresenceMarks.ts'
import { RunPanel } from './RunPanel.tsx'
import { RestoredNotice } from './RestoredNotice.tsx'
import { useLeaveGuard } from './useLeaveGuard.ts'
import { mergeFiles } from './draft/merge.ts'
import { undoChange } from './moveFiles.ts'
import { sameLine } from './sameLine.ts'
import { VersionNotice } from './VersionNotice.tsx'
import { useCursor } from './useCursor.ts'
import { useDraftFiles } from './useDraftFiles.ts'
import { useRunner } from './useRunner.ts'
import { useShortcuts } from './useShortcuts.ts'
import { useShownFiles } from './useShownFiles.ts'
import { type Panel, useShownPlace } from './useShownPlace.ts'
import { useStore } from './useStore.ts'
import { workbenchOf } from './workbench.ts'

interface CodeBenchProps {
  space: string
  fn: string
  draft: Draft
  latestVersion: number | null
}

/** Each column contains one part and never grows beyond the column. */
const cellClass = 'grid min-h-0 min-w-0 grid-cols-[minmax(0,1fr)] grid-rows-[minmax(0,1fr)]'

export function CodeBench({ space, fn, draft, latestVersion }: CodeBenchProps) {
  const { t } = useTranslation()
  const monaco = useMonaco()
  const why = usePermission(space)
  const readOnlyReason = why('functions:write')
  const navigate = useNavigate()
  const search = useSearch({ from: '/shell/s/$space/f/$fn/code' })
  const { configuration } = draft
  const { parameters } = configuration

  // oxlint-disable-next-line react/exhaustive-deps -- adopt() below brings later drafts to the same bench
  const bench = useMemo(() => workbenchOf(space, fn, draft), [space, fn])
  useEffect(() => bench.session.adopt(draft), [bench, draft])
  const { files, base, codeHash, save, restoredFrom, merged } = useStore(bench.session)
  const open = useStore(bench.open)
  const runner = useRunner(space, fn, bench, search.event, configuration)
  const drafted = useDraftFiles({ space, fn, draft, latestVersion, base, files })

  /** The page was opened to debug a recorded invocation. */
  const replaying = search.debug === true
  // An invocation of a version is debugged with that version's files.
  const recorded = replaying ? runner.recorded : undefined
  const version = replaying ? (recorded?.version ?? null) : (search.version ?? null)
  const shown = useShownFiles({ space, fn, draft: files, version, replaying, readOnlyReason })
  const { panel, setPanel, reveal, missing, go } = useShownPlace(bench.open, shown, search)
  const [searching, setSearching] = useState(false)

  const build = useBuild(space, fn, codeHash)
  const [instance, setInstance] = useState<editor.IStandaloneCodeEditor | null>(null)
  const cursor = useCursor(instance, open.active)
  const debug = useDebugger(space, fn)
  useDebugEditor(monaco, instance, open.active, debug)
  useInlineValues(monaco, instance, open.active, debug)
  const controls = useDebugControls({
    space,
    runtime: configuration.runtime,
    debug,
    shown,
    replaying,
    recorded,
    event: runner.typedEvent,
    place: cursor.place,
    save: () => bench.session.save(),
    onPause: ({ path }) => go(path),
  })
  const coverage = useCoverage(space, fn, version, version === null ? (save.kind === 'saved' ? codeHash : '') : null)
  useCoverageMarks(monaco, instance, open.active, coverage)
  const others = usePresence(space, fn, bench.session, { file: open.active, line: cursor.line })
  usePresenceMarks(monaco, instance, version === null ? open.active : null, others)

  const sayMerged = useEffectEvent(() => {
    if (merged) toast.success(t('fn.draft.merged', { who: saidActor(merged.savedBy ?? t('fn.conflict.someone')) }))
  })
  useEffect(() => sayMerged(), [merged])
  const theirs = save.kind === 'conflict' ? save.theirs : undefined
  /** The conflict that was put aside, to look at the code first. */
  const [putAside, setPutAside] = useState<Draft>()
  useLeaveGuard(save.kind !== 'saved')
  useDeclaration(monaco, parameters ? declarationOf(parameters) : '')
  useShortcuts({
    onSave: () => void bench.session.save(),
    onRun: () => void runner.run(),
    onSearch: () => {
      setSearching(true)
      setPanel('files')
    },
  })

  /** Shows where the line of the version is in the draft. */
  const fix = () => {
    const { active } = open
    const [before, now] = [shown.files, files].map((of) => (active === null ? undefined : of[active]))
    const at = cursor.place()
    const place = isText(before) && isText(now) && at ? sameLine(before, now, at.line) : null
    if (active !== null && now === undefined) toast.error(t('fn.viewed.noFile', { file: active }))
    if (place?.changed) toast.success(t('fn.viewed.changed', { version }))
    void navigate(
      addresses.code(space, fn, { ...(active !== null && { file: active }), ...(place && { line: place.line }) }),
    )
  }
  const columnClass = (column: Panel) => clsx(cellClass, panel !== column && 'narrow:hidden')

  return (
    <>
      <CodeHeader
        space={space}
        fn={fn}
        session={bench.session}
        configuration={configuration}
        latestVersion={latestVersion}
        changes={drafted.changes.size}
        build={build.build}
        others={others}
        onResolve={() => setPutAside(undefined)}
      />
      {controls.inputCut && (
        <p role="alert" className="border-b border-line bg-warning-tint px-gutter py-2">
          {t('fn.debug.inputCut')}
        </p>
      )}
      {!replaying && version !== null && (
        <VersionNotice
          version={version}
          problem={
            shown.error
              ? t('fn.viewed.gone', { version })
              : missing && t('fn.viewed.missing', { file: search.file, version })
          }
          readOnlyReason={readOnlyReason}
          onFix={fix}
        />
      )}
      {restoredFrom !== null && (
        <RestoredNotice
          at={restoredFrom}
          onDiscard={() => {
            bench.session.take(draft)
            toast.message(t('fn.draft.discarded'), {
              action: {
                label: t('common.undo'),
                onClick: () => bench.session.replace(undoChange(bench.session.snapshot().files, files, draft.files)),
              },
              duration: 15_000,
            })
          }}
          onDismiss={() => bench.session.dismissRestored()}
        />
      )}
      <div className="p-2 wide:hidden">
        <Segmented
          className="w-full"
          label={t('fn.editor.panel')}
          value={panel}
          onChange={setPanel}
          options={[
            { value: 'files', label: t('fn.files.title') },
            { value: 'code', label: t('shell.code') },
            { value: 'run', label: t('fn.run.run') },
          ]}
        />
      </div>
      <div className={clsx(benchClass, 'border-line narrow:min-h-[70dvh] narrow:border-t')}>
        <div className={columnClass('files')}>
          <FilesPanel
            space={space}
            fn={fn}
            bench={bench}
            configuration={configuration}
            shown={shown}
            drafted={drafted}
            build={build.build}
            readOnlyReason={readOnlyReason}
            searching={searching}
            onSearching={setSearching}
            onGo={go}
          />
        </div>
        <div className={columnClass('code')}>
          <CodePanel
            space={space}
            fn={fn}
            monaco={monaco}
            bench={bench}
            configuration={configuration}
            shown={shown}
            drafted={drafted}
            build={build}
            coverage={coverage}
            debug={debug}
            controls={controls}
            cursor={cursor}
            replaying={replaying}
            reveal={reveal}
            readOnlyReason={readOnlyReason}
            onEditor={setInstance}
            onGo={go}
          />
        </div>
        <div className={columnClass('run')}>
          <RunPanel
            space={space}
            fn={fn}
            monaco={monaco}
            configuration={configuration}
            runner={runner}
            paths={shown.paths}
            build={build.build}
            debug={debug}
            controls={controls}
            onGo={go}
            onLeaveDebugger={() => {
              debug.leave()
              if (replaying) void navigate(addresses.code(space, fn, { event: search.event }))
            }}
          />
        </div>
      </div>
      {theirs && theirs !== putAside && (
        <ConflictDialog
          monaco={monaco}
          base={base}
          mine={files}
          theirs={theirs}
          onClose={() => setPutAside(theirs)}
          onResolve={(chosen) => {
            // Undo restores these, and keeps the edits of others that did not conflict.
            const before = mergeFiles(base, files, theirs.files).files
            void bench.session.resolve(theirs, chosen)
            toast.message(t('fn.conflict.resolved'), {
              action: {
                label: t('common.undo'),
                onClick: () => bench.session.replace(undoChange(bench.session.snapshot().files, before, chosen)),
              },
              duration: 15_000,
            })
          }}
        />
      )}
    </>
  )
}
