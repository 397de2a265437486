import type { InvocationDetail, ReplayCall } from '@alcove/contract'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { FlaskConical } from 'lucide-react'
import { invocationQuery } from '../../../api/invocations.ts'
import { LinkButton } from '../../../components/LinkButton.tsx'
import { Loaded } from '../../../components/Loaded.tsx'
import { LogLines } from '../../../components/LogViewer/index.ts'
import { shortId } from '../../../components/shortId.ts'
import { useTranslation } from '../../../i18n/index.ts'
import { said } from '../../../i18n/said.ts'
import { useFormat } from '../../../i18n/useFormat.ts'
import { paths } from '../../../navigation/paths.ts'
import { StatusMark } from '../../../ui/StatusMark.tsx'
import { DebugLink } from '../DebugLink.tsx'
import { Differences } from '../payload/Differences.tsx'
import { ErrorBox } from '../payload/ErrorBox.tsx'
import { Payload } from '../payload/Payload.tsx'
import { canBeIgnored } from './paths.ts'

interface ReplayPairProps {
  space: string
  fn: string
  call: ReplayCall
  onIgnore: ((path: string) => void) | undefined
}

const icon = { size: 15 } as const

/** A recorded call and the same call run again, side by side. */
export function ReplayPair({ space, fn, call, onIgnore }: ReplayPairProps) {
  const { t } = useTranslation()
  const { recorded, replayed, diffs, reason } = call
  return (
    <section aria-label={t('fn.replay.call')} className="border-t border-line">
      <div className="flex flex-wrap items-center gap-2 border-b border-line px-gutter py-2">
        <span className="mono">{shortId(recorded.invocation)}</span>
        <span className="ml-auto flex gap-2">
          <LinkButton {...paths.tests(space, fn, { from: recorded.invocation })} icon={<FlaskConical {...icon} />}>
            {t('fn.tests.make')}
          </LinkButton>
          <DebugLink space={space} fn={fn} event={replayed?.invocation ?? recorded.invocation} />
        </span>
      </div>
      {reason !== null && <p className="bg-warning-tint px-gutter py-2">{said(reason)}</p>}
      {diffs.length > 0 && (
        <Differences
          diffs={diffs}
          expected={t('fn.replay.recorded')}
          actual={t('fn.replay.replayed')}
          onIgnore={onIgnore}
          ignorable={canBeIgnored}
        />
      )}
      <div className="grid grid-cols-2 narrow:grid-cols-1">
        <Side
          space={space}
          fn={fn}
          id={recorded.invocation}
          title={t('fn.replay.recorded')}
          link={t('fn.replay.openRecorded')}
        />
        {replayed && (
          <Side
            space={space}
            fn={fn}
            id={replayed.invocation}
            title={t('fn.replay.replayed')}
            link={t('fn.replay.openReplayed')}
          />
        )}
      </div>
    </section>
  )
}

interface SideProps {
  space: string
  fn: string
  id: string
  title: string
  link: string
}

function Side({ space, fn, id, title, link }: SideProps) {
  const { t } = useTranslation()
  const query = useQuery(invocationQuery(space, id))
  return (
    <div className="min-w-0 border-line not-first:border-l narrow:not-first:border-t narrow:not-first:border-l-0">
      <div className="flex h-9 items-center gap-2 border-y border-line px-gutter">
        <h3 className="font-heading">{title}</h3>
        <Link {...paths.invocations(space, fn, { id })} className="link ml-auto text-sm">
          {link}
        </Link>
      </div>
      <Loaded query={query} notFound={t('fn.replay.gone')}>
        {(call) => <Ran call={call} />}
      </Loaded>
    </div>
  )
}

function Ran({ call }: { call: InvocationDetail }) {
  const { t } = useTranslation()
  const format = useFormat()
  return (
    <>
      <p className="num flex gap-3 px-gutter py-2 text-sm text-fg-2">
        <StatusMark status={call.status}>{t(`status.${call.status}`)}</StatusMark>
        <span>{format.duration(call.durationMs)}</span>
        <span>{call.version === null ? t('fn.versions.draft') : `v${call.version}`}</span>
      </p>
      {call.error && <ErrorBox error={call.error} of={call} className="px-gutter" />}
      {call.output && <Payload payload={call.output} label={t('fn.invocation.output')} className="px-gutter py-2" />}
      {call.logs.length > 0 && <LogLines lines={call.logs} truncated={call.logsTruncated} className="px-gutter" />}
    </>
  )
}
