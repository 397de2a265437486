import type { Trigger } from '@alcove/contract'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Pencil, Terminal } from 'lucide-react'
import { functionKey } from '../../../api/functions.ts'
import { invocationsQuery } from '../../../api/invocations.ts'
import { deleteTrigger } from '../../../api/triggers.ts'
import { ItemDrawer } from '../../../components/ItemDrawer.tsx'
import { toast } from '../../../components/toast.ts'
import { useTranslation } from '../../../i18n/index.ts'
import { useFormat } from '../../../i18n/useFormat.ts'
import { paths } from '../../../navigation/paths.ts'
import { Button } from '../../../ui/Button.tsx'
import { CodeBlock } from '../../../ui/CodeBlock.tsx'
import { copyText } from '../../../ui/copyText.ts'
import { IconButton } from '../../../ui/IconButton.tsx'
import { KeyValue } from '../../../ui/KeyValue.tsx'
import { Section } from '../../../ui/Section.tsx'
import { SkeletonRows } from '../../../ui/Skeleton.tsx'
import { StatusMark } from '../../../ui/StatusMark.tsx'
import { Tag } from '../../../ui/Tag.tsx'
import { Time } from '../../../ui/Time.tsx'
import { urlCurl } from '../payload/curl.ts'
import { usePermission } from '../../../components/usePermission.ts'

interface TriggerDrawerProps {
  space: string
  fn: string
  trigger: Trigger
  onEdit(): void
  onClose(): void
}

const icon = { size: 15 } as const

export function TriggerDrawer({ space, fn, trigger, onEdit, onClose }: TriggerDrawerProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const reason = usePermission(space)('triggers:write')
  const recent = useInfiniteQuery({ ...invocationsQuery(space, fn, { trigger: 'http' }), refetchInterval: 5_000 })
  const calls = recent.data?.filter(({ triggerName }) => triggerName === trigger.name).slice(0, 10)
  const curl = urlCurl(trigger.url, trigger.config.auth, trigger.config.methods?.[0])
  return (
    <ItemDrawer
      name={trigger.name}
      onClose={onClose}
      tags={
        <>
          <Tag mono>{trigger.type}</Tag>
          {!trigger.enabled && <Tag tone="warning">{t('fn.triggers.isPaused')}</Tag>}
        </>
      }
      actions={
        <IconButton
          size="sm"
          label={t('fn.triggers.edit')}
          disabledReason={reason}
          icon={<Pencil {...icon} />}
          onClick={onEdit}
        />
      }
      deletion={{
        label: t('fn.triggers.delete'),
        disabledReason: reason,
        run: () => deleteTrigger(space, fn, trigger.name),
        invalidates: [functionKey(space, fn)],
        done: t('fn.triggers.deleted', { name: trigger.name }),
        title: t('fn.triggers.deleteTitle', { name: trigger.name }),
        losses: [t('fn.triggers.deleteUrl', { url: trigger.url })],
      }}
    >
      <div className="px-gutter pb-3">
        <CodeBlock boxed wrap code={trigger.url} label="URL" />
        <Button
          variant="ghost"
          className="mt-2 -ml-2"
          icon={<Terminal {...icon} />}
          onClick={async () => {
            await copyText(curl)
            toast.success(t('fn.copiedCurl'))
          }}
        >
          {t('fn.copyCurl')}
        </Button>
      </div>
      <div className="pb-2">
        <KeyValue
          items={[
            { key: 'target', label: t('fn.triggers.target'), value: <span className="mono">{trigger.qualifier}</span> },
            { key: 'auth', label: t('fn.triggers.auth'), value: t(`fn.triggers.authName.${trigger.config.auth}`) },
            {
              key: 'methods',
              label: t('fn.triggers.methods'),
              value: trigger.config.methods?.join(', ') ?? t('fn.triggers.anyMethod'),
            },
            {
              key: 'last24h',
              label: t('fn.triggers.last24h'),
              value: t('fn.triggers.callsFailed', {
                calls: format.number(trigger.last24h.invocations),
                failures: format.number(trigger.last24h.failures),
              }),
            },
          ]}
        />
      </div>
      <Section ruled title={t('fn.triggers.recent')}>
        {!calls ? (
          <SkeletonRows rows={3} />
        ) : calls.length === 0 ? (
          <p className="px-gutter pb-3 text-fg-2">{t('fn.triggers.noCalls')}</p>
        ) : (
          <ul>
            {calls.map((call) => (
              <li key={call.id} className="border-t border-line">
                <Link
                  {...paths.invocations(space, fn, { id: call.id })}
                  className="num flex h-8 items-center gap-3 px-gutter outline-offset-[-2px] hover:bg-hover"
                >
                  <StatusMark status={call.status}>{t(`status.${call.status}`)}</StatusMark>
                  <span className="mono cut flex-1 text-fg-2">
                    {[call.httpMethod, call.httpPath].filter(Boolean).join(' ')}
                  </span>
                  <span>{call.httpStatus}</span>
                  <span className="w-16 text-right text-fg-2">{format.duration(call.durationMs)}</span>
                  <Time at={call.startedAt} className="w-24 text-right text-sm text-fg-3" />
                </Link>
              </li>
            ))}
          </ul>
        )}
      </Section>
    </ItemDrawer>
  )
}
