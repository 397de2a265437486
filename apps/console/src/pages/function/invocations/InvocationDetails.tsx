import { REFUSED_STATUSES, type InvocationDetail } from '@alcove/contract'
import { Link } from '@tanstack/react-router'
import { FlaskConical, Play, Terminal } from 'lucide-react'
import { triggersQuery } from '../../../api/triggers.ts'
import { LinkButton } from '../../../components/LinkButton.tsx'
import { LogLines } from '../../../components/LogViewer/index.ts'
import { toast } from '../../../components/toast.ts'
import { useWholeList } from '../../../components/useWholeList.ts'
import { useTranslation } from '../../../i18n/index.ts'
import { useFormat } from '../../../i18n/useFormat.ts'
import { paths } from '../../../navigation/paths.ts'
import { Button } from '../../../ui/Button.tsx'
import { copyText } from '../../../ui/copyText.ts'
import { StartMark } from '../../../ui/StatusMark.tsx'
import { curlOf } from '../payload/curl.ts'
import { ErrorBox } from '../payload/ErrorBox.tsx'
import { Payload } from '../payload/Payload.tsx'
import { DebugLink } from '../DebugLink.tsx'
import { useSnapshot } from '../versions/useSnapshot.ts'
import { InvocationFacts } from './InvocationFacts.tsx'
import { PhaseBars } from './PhaseBars.tsx'
import { RepeatedCalls } from './RepeatedCalls.tsx'

const icon = { size: 15 } as const
const sectionClass = 'border-b border-line py-3'
const headingClass = 'mb-2 flex items-center gap-2 px-gutter'

export function InvocationDetails({ space, fn, call }: { space: string; fn: string; call: InvocationDetail }) {
  const { t } = useTranslation()
  const format = useFormat()
  const triggers = useWholeList(triggersQuery(space, fn)).data
  const code = useSnapshot(space, fn, call.version === null ? 'draft' : String(call.version)).data
  const trigger = triggers?.find(({ name }) => name === call.triggerName)
  const url = trigger?.type === 'http' ? trigger.url : undefined
  const replayable = call.input?.encoding === 'utf8' && !call.input.truncated

  return (
    <>
      <InvocationFacts call={call} />
      <div className="flex flex-wrap gap-2 border-b border-line px-gutter pb-3">
        {replayable ? (
          <LinkButton {...paths.code(space, fn, { event: call.id })} icon={<Play {...icon} />}>
            {t('fn.invocation.replay')}
          </LinkButton>
        ) : (
          <Button icon={<Play {...icon} />} disabledReason={t('fn.invocation.notReplayable')}>
            {t('fn.invocation.replay')}
          </Button>
        )}
        {replayable && (
          <LinkButton {...paths.tests(space, fn, { from: call.id })} icon={<FlaskConical {...icon} />}>
            {t('fn.tests.make')}
          </LinkButton>
        )}
        {call.status !== 'success' && !REFUSED_STATUSES.includes(call.status) && (
          <DebugLink space={space} fn={fn} event={call.id} />
        )}
        <Button
          variant="ghost"
          icon={<Terminal {...icon} />}
          onClick={async () => {
            await copyText(curlOf(call, { origin: window.location.origin, url }))
            toast.success(t('fn.copiedCurl'))
          }}
        >
          {t('fn.copyCurl')}
        </Button>
      </div>
      {call.error && (
        <ErrorBox error={call.error} of={call} paths={code && Object.keys(code.files)} className="px-gutter" />
      )}
      {call.repeated && (
        <section className={sectionClass}>
          <h3 className={headingClass}>
            <span className="font-heading">{t('fn.invocation.repeated')}</span>
          </h3>
          <RepeatedCalls repeats={call.repeats} repeated={call.repeated} />
        </section>
      )}
      <section className={sectionClass}>
        <h3 className={headingClass}>
          <span className="font-heading">{t('fn.invocation.phases')}</span>
          <span className="ml-auto flex items-center gap-1.5 text-sm text-fg-2">
            {(call.start === 'cold' || call.start === 'prewarmed') && <StartMark start={call.start} />}
            {call.start === null ? t('fn.start.noneHint') : t(`fn.start.${call.start}Hint`)}
          </span>
        </h3>
        <PhaseBars phases={call.phases} durationMs={call.durationMs} />
      </section>
      <section className={sectionClass}>
        <h3 className={headingClass}>
          <span className="font-heading">{t('fn.logs.title')}</span>
          <span className="num text-sm text-fg-3">{t('fn.logs.lines', { count: call.logLines })}</span>
          <Link {...paths.logs(space, fn, { q: `invocation:${call.id}` })} className="link ml-auto text-sm">
            {t('fn.invocation.openLogs')}
          </Link>
        </h3>
        {call.logs.length > 0 ? (
          <>
            <LogLines lines={call.logs} truncated={call.logsTruncated} className="px-gutter" />
            {call.logLines > call.logs.length && (
              <Link {...paths.logs(space, fn, { q: `invocation:${call.id}` })} className="link block px-gutter text-sm">
                {t('fn.logs.moreLines', { count: call.logLines - call.logs.length })}
              </Link>
            )}
          </>
        ) : (
          <p className="px-gutter text-fg-3">{t('fn.logs.noLines')}</p>
        )}
      </section>
      {(['input', 'output'] as const).map((side) => {
        const payload = call[side]
        return (
          <section key={side} className={sectionClass}>
            <h3 className={headingClass}>
              <span className="font-heading">{t(`fn.invocation.${side}`)}</span>
              <span className="num text-sm text-fg-3">{payload ? format.bytes(payload.bytes) : t('common.none')}</span>
            </h3>
            {payload && <Payload payload={payload} label={t(`fn.invocation.${side}`)} className="px-gutter" />}
          </section>
        )
      })}
    </>
  )
}
