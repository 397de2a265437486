import { declarationOf, hasDebugger, hasLogpoints, type Draft, type Files } from '@alcove/contract'
import type { editor } from 'monaco-editor/editor'
import { useLocation, useNavigate, useSearch } from '@tanstack/react-router'
import { clsx } from 'clsx'
import { useEffect, useEffectEvent, useMemo, useState } from 'react'
import { useMonaco, useDeclaration } from '../../../components/CodeEditor/index.ts'
import { useTranslation } from '../../../i18n/index.ts'
import { paths as addresses } from '../../../navigation/paths.ts'
import { useFormat } from '../../../i18n/useFormat.ts'
import { Segmented } from '../../../ui/Segmented.tsx'
import { HeaderSlot } from '../HeaderSlot.tsx'
import { usePermission } from '../../../components/usePermission.ts'
import { isUnderWay } from '../../../api/builds.ts'
import { fileAt } from '../../../components/stackLinks.ts'
import { toast } from '../../../components/toast.ts'
import { ArchiveMenu } from './ArchiveMenu.tsx'
import { BuildChip } from '../build/BuildChip.tsx'
import { BuildPanel } from '../build/BuildPanel.tsx'
import { Ingredients } from '../build/Ingredients.tsx'
import { FromCall } from '../event/FromCall.tsx'
import { notBuilt } from '../build/notBuilt.ts'
import { AddPackage } from '../build/AddPackage.tsx'
import { usePackages } from '../build/usePackages.ts'
import { useBuild } from '../build/useBuild.ts'
import { BreakpointBar } from './debug/BreakpointBar.tsx'
import { toggle } from './debug/breakpoints.ts'
import { DebugPanel } from './debug/DebugPanel.tsx'
import { DebugSide } from './debug/DebugSide.tsx'
import type { Place } from './debug/sources.ts'
import { CoverageToggle } from './coverage/CoverageToggle.tsx'
import { useCoverage } from './coverage/useCoverage.ts'
import { useCoverageMarks } from './coverage/useCoverageMarks.ts'
import { useDebugEditor } from './debug/useDebugEditor.ts'
import { useDebugger } from './debug/useDebugger.ts'
import { useDebugKeys } from './debug/useDebugKeys.ts'
import { LogpointPanel } from './logpoints/LogpointPanel.tsx'
import { useFileChanges } from './useFileChanges.ts'
import { useUpload } from './useUpload.ts'
import { benchClass } from '../files/benchClass.ts'
import { CodeActions } from './CodeActions.tsx'
import { ConflictDialog } from './ConflictDialog.tsx'
import { DraftState } from './DraftState.tsx'
import { bytesOf, changesBetween, isText } from '../files/files.ts'
import { DraftDifference } from './DraftDifference.tsx'
import { EditorPane } from './EditorPane.tsx'
import { FileSearch } from './FileSearch.tsx'
import { FileTree } from './FileTree.tsx'
import { closeFile, openFile } from './openFiles.ts'
import { Presence } from './presence/Presence.tsx'
import { usePresence } from './presence/usePresence.ts'
import { usePresenceMarks } from './presence/usePresenceMarks.ts'
import { RestoredNotice } from './RestoredNotice.tsx'
import { jsonError } from './run/eventPresets.ts'
import { RunPane } from './run/RunPane.tsx'
import { HandlerHelp } from './HandlerHelp.tsx'
import { useLeaveGuard } from './useLeaveGuard.ts'
import { useNarrow } from '../../../ui/useNarrow.ts'
import { useSnapshot } from '../versions/useSnapshot.ts'
import { sameLine } from './sameLine.ts'
import { VersionNotice } from './VersionNotice.tsx'
import { usePublishedFiles } from './usePublishedFiles.ts'
import { useRunner } from './useRunner.ts'
import { useShortcuts } from './useShortcuts.ts'
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

const NO_FILES: Files = {}
const NO_CHANGES = new Map<string, never>()

type Panel = 'files' | 'code' | 'run'

export function CodeBench({ space, fn, draft, latestVersion }: CodeBenchProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const monaco = useMonaco()
  const why = usePermission(space)
  const readOnlyReason = why('functions:write')
  const navigate = useNavigate()
  const search = useSearch({ from: '/shell/s/$space/f/$fn/code' })

  // oxlint-disable-next-line react/exhaustive-deps -- adopt() below brings later drafts to the same bench
  const bench = useMemo(() => workbenchOf(space, fn, draft), [space, fn])
  useEffect(() => bench.session.adopt(draft), [bench, draft])
  const { files, base, codeHash, save, restoredFrom, merged } = useStore(bench.session)
  const open = useStore(bench.open)
  const runner = useRunner(space, fn, bench, search.event, draft.configuration.parameters)

  const [panel, setPanel] = useState<Panel>('code')
  const [resolving, setResolving] = useState(false)
  const [reveal, setReveal] = useState<{ line: number; column: number }>()
  const upload = useUpload(space, fn, bench.session)
  const fileChanges = useFileChanges(bench.session, bench.open)
  const [searching, setSearching] = useState(false)
  const { build, current } = useBuild(space, fn, codeHash)
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
  const omitted = useMemo(() => new Map(draft.omitted.map(({ path, bytes }) => [path, bytes])), [draft.omitted])
  const published = usePublishedFiles(space, fn, latestVersion)
  const changes = useMemo(
    () => new Map(published ? changesBetween(published, files).map(({ path, kind }) => [path, kind]) : []),
    [published, files],
  )
  const unsaved = useMemo(() => new Set(changesBetween(base, files).map(({ path }) => path)), [base, files])
  const bytes = useMemo(
    () => [...Object.values(files).map(bytesOf), ...omitted.values()].reduce((sum, size) => sum + size, 0),
    [files, omitted],
  )
  const theirs = save.kind === 'conflict' ? save.theirs : undefined

  const debug = useDebugger(space, fn)
  const narrow = useNarrow()
  const [instance, setInstance] = useState<editor.IStandaloneCodeEditor | null>(null)
  // An invocation of a version is debugged with that version's files, which nobody can edit.
  const recorded = search.debug === true ? runner.recorded : undefined
  const ran = search.debug === true ? (recorded?.version ?? null) : (search.version ?? null)
  const { data: snapshot, error: noSnapshot } = useSnapshot(space, fn, ran === null ? undefined : String(ran))
  const shownFiles = ran === null ? files : (snapshot?.files ?? NO_FILES)
  const paths = useMemo(() => Object.keys(shownFiles), [shownFiles])
  const stepping = hasDebugger(draft.configuration.runtime)
  const debugReason = !stepping ? t('fn.debug.noRuntime') : narrow ? t('fn.debug.wideOnly') : readOnlyReason
  useDebugEditor(monaco, instance, open.active, debug)
  const coverage = useCoverage(space, fn, ran, ran === null ? (save.kind === 'saved' ? codeHash : '') : null)
  useCoverageMarks(monaco, instance, open.active, coverage)
  const [line, setLine] = useState<number | null>(null)
  useEffect(() => {
    const moves = instance?.onDidChangeCursorPosition(({ position }) => setLine(position.lineNumber))
    return () => moves?.dispose()
  }, [instance])
  const others = usePresence(space, fn, bench.session, { file: open.active, line })
  usePresenceMarks(monaco, instance, ran === null ? open.active : null, others)
  const sayMerged = useEffectEvent(() => {
    if (merged) toast.success(t('fn.draft.merged', { who: merged.savedBy ?? t('fn.conflict.someone') }))
  })
  useEffect(() => sayMerged(), [merged])
  const startDebugging = async () => {
    if (
      debugReason !== undefined ||
      jsonError(runner.typedEvent()) !== null ||
      (recorded === undefined && search.debug === true)
    )
      return
    if (recorded === undefined && ran === null && !(await bench.session.save())) return
    const qualifier = ran === null ? 'draft' : String(ran)
    debug.start({ invocation: recorded?.id ?? null, qualifier, paths, event: runner.typedEvent() })
  }
  const logging = hasLogpoints(draft.configuration.runtime)
  const cursor = () => {
    const line = instance?.getPosition()?.lineNumber
    return open.active === null || line === undefined ? null : { file: open.active, line }
  }
  const live = debug.state !== null && debug.state.phase !== 'ended'
  const runHere = () => {
    const line = instance?.getPosition()?.lineNumber
    if (open.active !== null && line !== undefined) debug.session?.runTo(open.active, line)
  }
  useDebugKeys({
    active: live,
    onContinue: () => (live ? debug.session?.go('resume') : void startDebugging()),
    onStop: debug.stop,
    onToggle: () => {
      const [path, line] = [open.active, instance?.getPosition()?.lineNumber]
      if (path !== null && line !== undefined && stepping) debug.breakpoints.update((all) => toggle(all, path, line))
    },
    onStep: (kind) => debug.session?.go(kind),
    onRunHere: runHere,
  })
  const begin = useEffectEvent(() => void startDebugging())
  // A cut input is shown first; its reader completes it and starts.
  const complete = recorded?.input?.encoding === 'utf8' && !recorded.input.truncated
  const opens = complete && (ran === null || snapshot !== undefined)
  useEffect(() => {
    if (opens) begin()
  }, [opens, recorded?.id])
  const pausedAt = debug.state?.phase === 'paused' ? debug.state.frames[debug.state.frame]?.place : undefined
  const show = useEffectEvent((place: Place) => go(place.path))
  useEffect(() => {
    if (pausedAt) show(pausedAt)
  }, [pausedAt])

  const go = (path: string, line?: number, column = 1) => {
    bench.open.update((state) => openFile(state, path))
    setPanel('code')
    setReveal(line === undefined ? undefined : { line, column })
  }
  const { file: wanted, line: wantedLine, column: wantedColumn = 1 } = search
  const found = wanted === undefined ? null : fileAt(wanted, paths)
  const missing = wanted !== undefined && found === null && (ran === null || snapshot !== undefined)
  // The same link may be followed again.
  const visit = useLocation({ select: ({ state }) => state.__TSR_key })
  useEffect(() => {
    if (found === null) return
    bench.open.update((state) => openFile(state, found))
    if (wantedLine !== undefined) setReveal({ line: wantedLine, column: wantedColumn })
  }, [bench, found, wantedLine, wantedColumn, visit])
  const fix = () => {
    const { active } = open
    const [before, now] = [shownFiles, files].map((of) => (active === null ? undefined : of[active]))
    const at = instance?.getPosition()
    const place = isText(before) && isText(now) && at ? { line: sameLine(before, now, at.lineNumber) } : {}
    void navigate(addresses.code(space, fn, { ...(active !== null && { file: active }), ...place }))
  }
  useEffect(() => setResolving(theirs !== undefined), [theirs])
  useLeaveGuard(save.kind !== 'saved')
  const { parameters } = draft.configuration
  useDeclaration(monaco, parameters ? declarationOf(parameters) : '')
  useShortcuts({
    onSave: () => void bench.session.save(),
    onRun: () => void runner.run(),
    onSearch: () => {
      setSearching(true)
      setPanel('files')
    },
  })

  return (
    <>
      <HeaderSlot name="state">
        <DraftState save={save} onRetry={() => void bench.session.save()} onResolve={() => setResolving(true)} />
        {save.kind === 'saved' && latestVersion !== null && (
          <DraftDifference codeHash={codeHash} changes={changes.size} version={latestVersion} />
        )}
      </HeaderSlot>
      <HeaderSlot name="actions">
        <Presence others={others} />
        <HandlerHelp
          space={space}
          fn={fn}
          runtime={draft.configuration.runtime}
          parameters={draft.configuration.parameters}
        />
        <CodeActions
          space={space}
          fn={fn}
          session={bench.session}
          latestVersion={latestVersion}
          notPublishable={save.kind === 'saved' ? notBuilt(t, build) : null}
        />
      </HeaderSlot>
      {search.debug === true && recorded?.input && !complete && (
        <p role="alert" className="border-b border-line bg-warning-tint px-gutter py-2">
          {t('fn.debug.inputCut')}
        </p>
      )}
      {search.debug !== true && ran !== null && (
        <VersionNotice
          version={ran}
          problem={
            noSnapshot
              ? t('fn.viewed.gone', { version: ran })
              : missing && t('fn.viewed.missing', { file: wanted, version: ran })
          }
          readOnlyReason={readOnlyReason}
          onFix={fix}
        />
      )}
      {restoredFrom !== null && (
        <RestoredNotice
          at={restoredFrom}
          onDiscard={() => bench.session.take(draft)}
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
        <div className={clsx(cellClass, panel !== 'files' && 'narrow:hidden')}>
          {searching ? (
            <FileSearch
              files={shownFiles}
              readOnlyReason={ran === null ? readOnlyReason : t('fn.viewed.readOnly', { version: ran })}
              onGo={go}
              onReplace={fileChanges.change}
              onClose={() => setSearching(false)}
            />
          ) : (
            <FileTree
              paths={paths}
              active={open.active}
              changes={ran === null ? changes : NO_CHANGES}
              readOnlyReason={ran === null ? readOnlyReason : t('fn.viewed.readOnly', { version: ran })}
              actions={
                <ArchiveMenu
                  space={space}
                  fn={fn}
                  readOnlyReason={readOnlyReason}
                  onFiles={(added) =>
                    void fileChanges.add(
                      added.map((file) => ({ path: file.name, file })),
                      '',
                    )
                  }
                  onZip={upload.zip}
                  onFolder={upload.folder}
                />
              }
              omitted={omitted}
              footer={t('fn.files.size', { count: paths.length + omitted.size, size: format.bytes(bytes) })}
              onDropZip={upload.zip}
              onOpen={(path) => go(path)}
              onDropFiles={(added, folder) => void fileChanges.add(added, folder)}
              onSearch={() => setSearching(true)}
              onCreate={(path) => {
                fileChanges.create(path)
                setPanel('code')
              }}
              onMove={fileChanges.move}
              onDelete={fileChanges.remove}
            >
              <Ingredients
                space={space}
                fn={fn}
                build={build}
                layers={draft.configuration.layers}
                add={
                  ran === null && (
                    <AddPackage
                      runtime={draft.configuration.runtime}
                      files={files}
                      readOnlyReason={readOnlyReason}
                      onWrite={(path, text) => {
                        bench.session.write(path, text)
                        void bench.session.save()
                      }}
                    />
                  )
                }
              />
            </FileTree>
          )}
        </div>
        <div className={clsx(cellClass, panel !== 'code' && 'narrow:hidden')}>
          <EditorPane
            key={ran ?? 'draft'}
            monaco={monaco}
            files={shownFiles}
            open={open}
            unsaved={unsaved}
            published={published}
            runtime={draft.configuration.runtime}
            readOnlyReason={
              ran === null
                ? readOnlyReason
                : t(search.debug === true ? 'fn.debug.readOnly' : 'fn.viewed.readOnly', { version: ran })
            }
            breakpoints={stepping}
            onEditor={setInstance}
            below={
              <>
                {search.debug !== true && ran !== null && logging && (
                  <LogpointPanel
                    space={space}
                    fn={fn}
                    version={ran}
                    place={cursor}
                    readOnly={readOnlyReason}
                    onGo={go}
                  />
                )}
                {debug.edited && <BreakpointBar debug={debug} breakpoint={debug.edited} />}
                <DebugPanel
                  debug={debug}
                  onGo={(place) => go(place.path, place.line, place.column)}
                  onRunHere={runHere}
                />
              </>
            }
            status={coverage && <CoverageToggle coverage={coverage} />}
            reveal={reveal}
            omitted={omitted}
            diagnostics={diagnostics}
            packages={packages}
            build={{
              chip: build && (
                <BuildChip build={build} open={buildOpen} onToggle={() => setBuildOpen((before) => !before)} />
              ),
              panel: build && buildOpen && (
                <BuildPanel
                  space={space}
                  fn={fn}
                  build={build}
                  readOnlyReason={readOnlyReason}
                  onGo={go}
                  onClose={() => setBuildOpen(false)}
                />
              ),
            }}
            onEdit={(path, text) => bench.session.write(path, text)}
            onOpen={go}
            onClose={(path) => bench.open.update((state) => closeFile(state, path))}
          />
        </div>
        <div className={clsx(cellClass, panel !== 'run' && 'narrow:hidden')}>
          {debug.session ? (
            <DebugSide
              debug={debug}
              onGo={(place) => go(place.path, place.line, place.column)}
              onAgain={() => void startDebugging()}
              onLeave={() => {
                debug.leave()
                if (search.debug === true) void navigate(addresses.code(space, fn, { event: search.event }))
              }}
            />
          ) : (
            <RunPane
              debugReason={debugReason}
              onDebug={() => void startDebugging()}
              monaco={monaco}
              runs={runner.runs}
              shown={runner.shown}
              event={runner.event}
              paths={paths}
              parameters={draft.configuration.parameters}
              disabledReason={why('functions:invoke')}
              fromCall={
                <FromCall
                  space={space}
                  fn={fn}
                  parameters={draft.configuration.parameters ?? null}
                  onChoose={runner.setEvent}
                />
              }
              buildHint={
                isUnderWay(build) ? t('fn.build.waits') : build?.status === 'failed' ? t('fn.build.willFail') : null
              }
              onEvent={runner.setEvent}
              onRun={() => void runner.run()}
              onCancel={runner.cancel}
              onShow={runner.show}
            />
          )}
        </div>
      </div>
      {theirs && resolving && (
        <ConflictDialog
          monaco={monaco}
          base={base}
          mine={files}
          theirs={theirs}
          onClose={() => setResolving(false)}
          onResolve={(chosen) => {
            void bench.session.resolve(theirs, chosen)
            toast.message(t('fn.conflict.resolved'), {
              action: { label: t('common.undo'), onClick: () => bench.session.replace(files) },
              duration: 15_000,
            })
          }}
        />
      )}
    </>
  )
}
