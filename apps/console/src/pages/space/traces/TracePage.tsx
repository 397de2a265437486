import type { Trace, TraceCall } from '@alcove/contract'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { traceQuery } from '../../../api/traces.ts'
import { shortId } from '../../../components/shortId.ts'
import { Loaded } from '../../../components/Loaded.tsx'
import { saidFailure } from '../../../i18n/said.ts'
import { useTranslation } from '../../../i18n/index.ts'
import { useFormat } from '../../../i18n/useFormat.ts'
import { paths } from '../../../navigation/paths.ts'
import { CopyButton } from '../../../ui/CopyButton.tsx'
import { DrawerSpace } from '../../../ui/Drawer.tsx'
import { PageHeader } from '../../../ui/PageHeader.tsx'
import { StatusMark } from '../../../ui/StatusMark.tsx'
import { InvocationDrawer } from '../../function/invocations/InvocationDrawer.tsx'
import { FactGrid } from '../../function/payload/FactGrid.tsx'
import { TimeShares } from './TimeShares.tsx'
import { Waterfall } from './Waterfall.tsx'

const page = getRouteApi('/shell/s/$space/traces/$trace')

/** Where the time of one request went, over all functions of the space that it reached. */
export default function TracePage() {
  const { t } = useTranslation()
  const { space, trace: traceId } = page.useParams()
  const { at } = page.useSearch()
  const query = useQuery(traceQuery(space, traceId, at))
  return (
    <Loaded query={query} notFound={t('traces.gone')}>
      {(trace) => <TraceView space={space} trace={trace} />}
    </Loaded>
  )
}

function TraceView({ space, trace }: { space: string; trace: Trace }) {
  const { t } = useTranslation()
  const format = useFormat()
  const { call: open } = page.useSearch()
  const navigate = page.useNavigate()
  const go = (id?: string) => void navigate({ search: (search) => ({ ...search, call: id }), resetScroll: false })
  const root = trace.calls[0]!
  const failed = trace.calls.findLast(({ error }) => error !== null)
  const opened = trace.calls.find(({ id }) => id === open)
  const dropped = trace.calls.reduce((sum, { droppedSpans }) => sum + droppedSpans, 0)
  const index = opened ? trace.calls.indexOf(opened) : -1
  const [previous, next] = [trace.calls[index - 1]?.id, index < 0 ? undefined : trace.calls[index + 1]?.id]
  const facts = [
    { key: 'started', label: t('traces.started'), value: format.dateTime(trace.startedAt) },
    { key: 'duration', label: t('traces.duration'), value: format.duration(trace.durationMs) },
    { key: 'calls', label: t('traces.calls'), value: `${format.number(trace.calls.length)}${trace.more ? '+' : ''}` },
    {
      key: 'lines',
      label: t('traces.lines'),
      value: `${format.number(trace.logs.length)}${trace.moreLogs ? '+' : ''}`,
    },
    { key: 'functions', label: t('shell.functions'), value: new Set(trace.calls.map((call) => call.function)).size },
    {
      key: 'trace',
      label: t('traces.id'),
      title: trace.traceId,
      value: (
        <span className="flex items-center gap-1">
          <span className="mono cut">{shortId(trace.traceId)}</span>
          <CopyButton text={trace.traceId} label={t('traces.copyId')} />
        </span>
      ),
    },
  ]
  return (
    <>
      <PageHeader title={titleOf(root)}>
        <StatusMark status={root.status}>{root.httpStatus ?? t(`status.${root.status}`)}</StatusMark>
        {failed?.error && (
          <span className="cut text-fg-2">
            {t('traces.failedAt', {
              fn: failed.function,
              at: format.duration(Date.parse(failed.startedAt) + failed.durationMs - Date.parse(trace.startedAt)),
              error: saidFailure(`${failed.error.name}: ${failed.error.message}`),
            })}
          </span>
        )}
      </PageHeader>
      <FactGrid facts={facts} column={160} />
      <DrawerSpace
        width={560}
        drawer={
          opened && (
            <InvocationDrawer
              key={opened.id}
              space={space}
              id={opened.id}
              neighbours={{ ...(previous && { previous }), ...(next && { next }) }}
              onOpen={go}
              onClose={() => go()}
            />
          )
        }
      >
        <TimeShares trace={trace} />
        <Waterfall trace={trace} selected={open} onOpen={go} />
        {dropped > 0 && <p className="px-gutter pt-3 text-fg-2">{t('traces.notKept', { count: dropped })}</p>}
        {(trace.hidden > 0 || trace.more) && (
          <p className="px-gutter py-3 text-fg-2">
            {trace.hidden > 0 && t('traces.hidden', { count: trace.hidden })} {trace.more && t('traces.more')}
          </p>
        )}
        <p className="px-gutter py-3 text-sm">
          <Link {...paths.traces(space)} className="link">
            {t('traces.all')}
          </Link>
        </p>
      </DrawerSpace>
    </>
  )
}

function titleOf(call: TraceCall): string {
  return call.httpMethod ? `${call.httpMethod} ${call.httpPath}` : call.function
}
