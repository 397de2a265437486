import type { Draft } from '@alcove/contract'
import { isUnderWay } from '../../../api/builds.ts'
import type { Monaco } from '../../../components/CodeEditor/api.ts'
import { usePermission } from '../../../components/usePermission.ts'
import { useTranslation } from '../../../i18n/index.ts'
import type { LoggedBuild } from '../build/useBuild.ts'
import { FromCall } from '../event/FromCall.tsx'
import { DebugSide } from './debug/DebugSide.tsx'
import type { DebugControls } from './debug/useDebugControls.ts'
import type { Debugger } from './debug/useDebugger.ts'
import { RunPane } from './run/RunPane.tsx'
import type { useRunner } from './useRunner.ts'

interface RunPanelProps {
  space: string
  fn: string
  monaco: Monaco | undefined
  configuration: Draft['configuration']
  runner: ReturnType<typeof useRunner>
  paths: readonly string[]
  build: LoggedBuild | null
  debug: Debugger
  controls: DebugControls
  onGo(path: string, line?: number, column?: number): void
  onLeaveDebugger(): void
}

/** The event and its runs, or the debugger's session. */
export function RunPanel(props: RunPanelProps) {
  const { space, fn, runner, build, debug, controls } = props
  const { parameters } = props.configuration
  const { t } = useTranslation()
  const why = usePermission(space)
  if (debug.session)
    return (
      <DebugSide
        debug={debug}
        onGo={({ path, line, column }) => props.onGo(path, line, column)}
        onAgain={controls.start}
        onLeave={props.onLeaveDebugger}
      />
    )
  return (
    <RunPane
      debugReason={controls.reason}
      onDebug={controls.start}
      monaco={props.monaco}
      runs={runner.runs}
      shown={runner.shown}
      event={runner.event}
      saved={runner.saved}
      paths={props.paths}
      parameters={parameters}
      disabledReason={why('functions:invoke')}
      fromCall={<FromCall space={space} fn={fn} parameters={parameters ?? null} onChoose={runner.setEvent} />}
      buildHint={isUnderWay(build) ? t('fn.build.waits') : build?.status === 'failed' ? t('fn.build.willFail') : null}
      onEvent={runner.setEvent}
      onRun={() => void runner.run()}
      onCancel={runner.cancel}
      onShow={runner.show}
    />
  )
}
