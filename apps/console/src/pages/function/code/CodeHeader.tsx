import type { Draft } from '@alcove/contract'
import { useTranslation } from '../../../i18n/index.ts'
import { notBuilt } from '../build/notBuilt.ts'
import type { LoggedBuild } from '../build/useBuild.ts'
import { HeaderSlot } from '../HeaderSlot.tsx'
import { CodeActions } from './CodeActions.tsx'
import { DraftDifference } from './DraftDifference.tsx'
import { DraftState } from './DraftState.tsx'
import type { DraftSession } from './draft/session.ts'
import { HandlerHelp } from './HandlerHelp.tsx'
import { Presence } from './presence/Presence.tsx'
import type { usePresence } from './presence/usePresence.ts'
import { useStore } from './useStore.ts'

interface CodeHeaderProps {
  space: string
  fn: string
  session: DraftSession
  configuration: Draft['configuration']
  latestVersion: number | null
  /** The number of files that differ from the latest version. */
  changes: number
  build: LoggedBuild | null
  others: ReturnType<typeof usePresence>
  onResolve(): void
}

/** The code page's part of the function's header: the state of the draft, who else is here, what to do with the code. */
export function CodeHeader(props: CodeHeaderProps) {
  const { space, fn, session, configuration, latestVersion } = props
  const { t } = useTranslation()
  const { save, kept, codeHash } = useStore(session)
  const saved = save.kind === 'saved'
  return (
    <>
      <HeaderSlot name="state">
        <DraftState save={save} kept={kept} onRetry={() => void session.save()} onResolve={props.onResolve} />
        {saved && latestVersion !== null && (
          <DraftDifference codeHash={codeHash} changes={props.changes} version={latestVersion} />
        )}
      </HeaderSlot>
      <HeaderSlot name="actions">
        <Presence others={props.others} />
        <HandlerHelp space={space} fn={fn} runtime={configuration.runtime} parameters={configuration.parameters} />
        <CodeActions
          space={space}
          fn={fn}
          session={session}
          latestVersion={latestVersion}
          notPublishable={saved ? notBuilt(t, props.build) : null}
        />
      </HeaderSlot>
    </>
  )
}
