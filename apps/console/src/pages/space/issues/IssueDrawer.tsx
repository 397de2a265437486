import type { IssueDetail, Space } from '@alcove/contract'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { issueQuery } from '../../../api/issues.ts'
import { Loaded } from '../../../components/Loaded.tsx'
import { StackText } from '../../../components/StackText.tsx'
import type { ComponentProps } from 'react'
import { useTranslation } from '../../../i18n/index.ts'
import { saidActor, saidMessage } from '../../../i18n/said.ts'
import { useFormat } from '../../../i18n/useFormat.ts'
import { paths } from '../../../navigation/paths.ts'
import { Drawer } from '../../../ui/Drawer.tsx'
import { Section } from '../../../ui/Section.tsx'
import { Tag } from '../../../ui/Tag.tsx'
import { StatusMark } from '../../../ui/StatusMark.tsx'
import { Time } from '../../../ui/Time.tsx'
import { useKeys } from '../../../ui/useKeys.ts'
import { FactGrid } from '../../function/payload/FactGrid.tsx'
import { HourBars } from './HourBars.tsx'
import { IssueDifferences } from './IssueDifferences.tsx'
import { IssueActions } from './IssueActions.tsx'
import { StartedAfter } from './StartedAfter.tsx'
import { useIssueChanges } from './useIssueChanges.ts'
import { versionsText } from './versionsText.ts'

interface IssueDrawerProps {
  space: Space
  id: string
  steps: ComponentProps<typeof Drawer>['steps']
  onClose(): void
}

/** Since when and after what change, where in the code, and for whom: in the order in which people ask. */
export function IssueDrawer({ space, id, steps, onClose }: IssueDrawerProps) {
  const { t } = useTranslation()
  const query = useQuery(issueQuery(space.name, id))
  return (
    <Drawer
      label={t('issues.issue')}
      steps={steps}
      onClose={onClose}
      title={
        <>
          <h2 className="cut text-alias font-heading">{query.data?.type ?? t('issues.issue')}</h2>
          {query.data && <Tag>{t(`issues.status.${query.data.status}`)}</Tag>}
          {query.data?.attention && <Tag tone="danger">{t(`issues.attention.${query.data.attention}`)}</Tag>}
        </>
      }
    >
      <Loaded query={query} notFound={t('issues.gone')}>
        {(issue) => <Details space={space} issue={issue} />}
      </Loaded>
    </Drawer>
  )
}

function Details({ space, issue }: { space: Space; issue: IssueDetail }) {
  const { t } = useTranslation()
  const format = useFormat()
  const changes = useIssueChanges(space)
  const act = (key: string) => () => void changes.onKey(key, [issue])
  useKeys({ r: act('r'), i: act('i'), a: act('a') })
  const { reopenedAt, status, ignoredUntil, ignoredCalls, resolvedIn } = issue
  const facts = [
    { key: 'first', label: t('issues.firstSeen'), value: <Time at={issue.firstSeen} /> },
    { key: 'last', label: t('issues.lastSeen'), value: <Time at={issue.lastSeen} /> },
    { key: 'calls', label: t('issues.calls'), value: format.number(issue.count) },
    { key: 'callers', label: t('issues.callers'), value: `${issue.callers}${issue.callers === 100 ? '+' : ''}` },
    {
      key: 'function',
      label: t('traces.function'),
      value: (
        <Link {...paths.function(space.name, issue.function)} className="link">
          {issue.function}
        </Link>
      ),
    },
    { key: 'versions', label: t('issues.versions'), value: versionsText(issue.versions, t('issues.draft')) },
    { key: 'triggers', label: t('issues.triggers'), value: issue.triggers.join(', ') },
    ...(status === 'ignored'
      ? [
          {
            key: 'ignored',
            label: t('issues.ignoredFor'),
            value: (
              <span className="grid">
                {ignoredUntil !== null && <Time at={ignoredUntil} />}
                {ignoredCalls !== null && t('issues.ignoredMore', { count: ignoredCalls })}
                {ignoredUntil === null && ignoredCalls === null && t('issues.ignoredAlways')}
              </span>
            ),
          },
        ]
      : []),
    ...(status === 'resolved'
      ? [
          {
            key: 'resolved',
            label: t('issues.resolvedFor'),
            value: resolvedIn === null ? t('issues.resolvedNow') : t('issues.resolvedIn', { version: resolvedIn }),
          },
        ]
      : []),
    { key: 'assignee', label: t('issues.assignee'), value: issue.assignee ?? t('issues.nobody') },
    ...(issue.changedBy !== null && issue.changedAt !== null
      ? [
          {
            key: 'changed',
            label: t('issues.changedBy'),
            value: (
              <span className="grid">
                {saidActor(issue.changedBy)}
                <Time at={issue.changedAt} />
              </span>
            ),
          },
        ]
      : []),
  ]
  return (
    <>
      <p className="px-gutter pb-3 wrap-anywhere">{saidMessage({ name: issue.type, message: issue.message })}</p>
      <FactGrid facts={facts} />
      <div className="flex flex-wrap gap-2 border-b border-line px-gutter pb-3">
        <IssueActions space={space.name} issues={[issue]} changes={changes} />
      </div>
      <div className="border-b border-line px-gutter py-3">
        <StartedAfter space={space.name} issue={issue} />
        {reopenedAt !== null && issue.status === 'open' && (
          <p className="text-warning">{t('issues.backAt', { ago: format.ago(reopenedAt) })}</p>
        )}
        <div className="pt-2">
          <HourBars hours={issue.hours} wide />
          <p className="num text-micro text-fg-3">{t('issues.hours')}</p>
        </div>
      </div>
      <Section title={t('issues.where')}>
        {issue.frames.length > 0 ? (
          <pre className="px-gutter pb-3 text-[12px]/[18px] wrap-anywhere whitespace-pre-wrap">
            <StackText
              text={issue.frames.join('\n')}
              of={{ function: issue.function, version: issue.occurrences[0]?.version ?? null }}
            />
          </pre>
        ) : (
          <p className="px-gutter pb-3 text-fg-2">{t('issues.noFrames')}</p>
        )}
      </Section>
      <IssueDifferences space={space.name} issue={issue} />
      <Section
        ruled
        title={t('issues.occurrences')}
        actions={
          <Link
            {...paths.invocations(space.name, issue.function, { q: `issue:${issue.id}`, range: '30d' })}
            className="link text-sm"
          >
            {t('issues.allCalls')}
          </Link>
        }
      >
        {issue.occurrences.length === 0 ? (
          <p className="px-gutter pb-3 text-fg-2">{t('issues.noOccurrences')}</p>
        ) : (
          <ul aria-label={t('issues.occurrences')} className="px-gutter pb-3">
            {issue.occurrences.map((call) => (
              <li key={call.id} className="num flex min-h-8 items-center gap-3 border-t border-line py-1 text-sm">
                <StatusMark status={call.status} />
                <Link {...paths.invocations(space.name, call.function, { id: call.id })} className="link">
                  <Time at={call.startedAt} as="absolute" />
                </Link>
                <span className="text-fg-2">{format.duration(call.durationMs)}</span>
                <span className="ml-auto flex gap-3">
                  <Link
                    {...paths.trace(space.name, call.traceId, { at: call.startedAt, call: call.id })}
                    className="link"
                  >
                    {t('issues.trace')}
                  </Link>
                  <Link {...paths.logs(space.name, call.function, { q: `invocation:${call.id}` })} className="link">
                    {t('issues.logs')}
                  </Link>
                </span>
              </li>
            ))}
          </ul>
        )}
      </Section>
    </>
  )
}
