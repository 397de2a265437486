import { generalPath, type ReplayCall, type ReplayDetail } from '@alcove/contract'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { RotateCcw, Square } from 'lucide-react'
import { ignoreInReplay, replayQuery, replaysKey, startReplay } from '../../../api/replays.ts'
import { stopBackgroundAction } from '../../../api/background.ts'
import { LinkButton } from '../../../components/LinkButton.tsx'
import { useChange } from '../../../components/useChange.ts'
import { usePermission } from '../../../components/usePermission.ts'
import { useTranslation } from '../../../i18n/index.ts'
import { paths } from '../../../navigation/paths.ts'
import type { ReplaysSearch } from '../../../navigation/search/function.ts'
import { Button } from '../../../ui/Button.tsx'
import { HeaderSlot } from '../HeaderSlot.tsx'
import { PathList } from './PathList.tsx'
import { ReplayCalls } from './ReplayCalls.tsx'
import { ReplayFacts } from './ReplayFacts.tsx'
import { ReplayPair } from './ReplayPair.tsx'
import { useSummary } from './useSummary.ts'
import { verdictOf } from './verdicts.ts'
import { VerdictCells, VerdictCounts } from './Verdicts.tsx'

interface ReplayViewProps {
  space: string
  fn: string
  replay: ReplayDetail
}

const icon = { size: 15 } as const

/** What differs when recorded calls run again: figures that filter, paths, calls, and one pair side by side. */
export function ReplayView({ space, fn, replay }: ReplayViewProps) {
  const { t } = useTranslation()
  const { show, path, call: open } = useSearch({ from: '/shell/s/$space/f/$fn/invocations/replays' })
  const navigate = useNavigate({ from: '/s/$space/f/$fn/invocations/replays' })
  const go = (search: ReplaysSearch) =>
    void navigate({ search: (before) => ({ ...before, ...search }), replace: true, resetScroll: false })
  const why = usePermission(space)
  const readOnly = why('functions:write')
  const { what, result } = useSummary()(replay)
  const verdict = verdictOf(show)
  const calls = replay.calls.filter((call) => matches(call, verdict, path))
  const pair = calls.find(({ recorded }) => recorded.invocation === open) ?? calls[0]
  const ignore = useChange({
    run: (ignored: readonly string[]) => ignoreInReplay(space, fn, replay.id, ignored),
    onDone: (next, _, client) => client.setQueryData(replayQuery(space, fn, replay.id).queryKey, next),
  })
  const again = useChange({
    run: () =>
      startReplay(space, fn, {
        invocations: replay.calls.map(({ recorded }) => recorded.invocation),
        qualifier: replay.qualifier,
        outgoing: replay.outgoing,
        ignore: replay.ignore,
      }),
    invalidates: [replaysKey(space, fn)],
    onDone: ({ id }) => void navigate(paths.replays(space, fn, { id })),
  })
  const stop = useChange({
    run: () => stopBackgroundAction(space, replay.id),
    invalidates: [replaysKey(space, fn)],
  })
  return (
    <>
      <HeaderSlot name="state">
        <span role="status" className="text-fg-2">
          {what}, <b className="font-name text-fg">{result}</b>
        </span>
      </HeaderSlot>
      <HeaderSlot name="actions">
        <LinkButton {...paths.replays(space, fn)}>{t('fn.replay.all')}</LinkButton>
        {replay.state === 'running' ? (
          <Button
            icon={<Square {...icon} />}
            disabledReason={readOnly ?? (replay.stopping && t('fn.replay.stopping'))}
            onClick={() => stop.mutate(undefined)}
          >
            {t('fn.replay.stop')}
          </Button>
        ) : (
          <Button
            icon={<RotateCcw {...icon} />}
            pending={again.isPending}
            disabledReason={readOnly}
            onClick={() => again.mutate(undefined)}
          >
            {t('fn.replay.again')}
          </Button>
        )}
      </HeaderSlot>
      <VerdictCells calls={replay.calls} open={pair?.recorded.invocation} onOpen={(call) => go({ call })} />
      <VerdictCounts
        counts={replay.counts}
        shown={verdict}
        onShow={(next) => go({ show: next, path: undefined, call: undefined })}
      />
      <div className="grid flex-1 grid-cols-[320px_minmax(0,1fr)] border-t border-line compact:flex compact:flex-col">
        <div className="min-w-0 border-r border-line compact:order-last compact:border-r-0">
          <PathList
            replay={replay}
            shown={path}
            readOnly={readOnly}
            onShow={(next) => go({ path: next, show: undefined, call: undefined })}
            onIgnore={(next) => ignore.mutate(next)}
          />
          <ReplayFacts replay={replay} />
        </div>
        <div className="min-w-0">
          <ReplayCalls
            calls={calls}
            open={pair?.recorded.invocation}
            onOpen={(call) => go({ call })}
            onAll={() => go({ show: undefined, path: undefined })}
          />
          {pair && (
            <ReplayPair
              space={space}
              fn={fn}
              call={pair}
              onIgnore={readOnly ? undefined : (found) => ignore.mutate([...replay.ignore, generalPath(found)])}
            />
          )}
        </div>
      </div>
    </>
  )
}

function matches(
  { verdict, diffs }: ReplayCall,
  wanted: ReplayCall['verdict'] | undefined,
  path: string | undefined,
): boolean {
  if (wanted !== undefined && verdict !== wanted) return false
  return path === undefined || diffs.some((diff) => generalPath(diff.path) === path)
}
