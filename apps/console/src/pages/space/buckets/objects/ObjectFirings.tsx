import type { ObjectFiring, Space, StoredObject } from '@alcove/contract'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Ban, CircleDashed } from 'lucide-react'
import { objectFiringsQuery } from '../../../../api/buckets.ts'
import { Loaded } from '../../../../components/Loaded.tsx'
import { useDenied } from '../../../../components/useDenied.ts'
import { useTranslation } from '../../../../i18n/index.ts'
import { useFormat } from '../../../../i18n/useFormat.ts'
import { paths } from '../../../../navigation/paths.ts'
import { Section } from '../../../../ui/Section.tsx'
import { Skeleton } from '../../../../ui/Skeleton.tsx'
import { StatusMark } from '../../../../ui/StatusMark.tsx'

interface ObjectFiringsProps {
  space: Space
  bucket: string
  object: StoredObject
}

/** What the object started when it was last written. */
export function ObjectFirings({ space, bucket, object }: ObjectFiringsProps) {
  const { t } = useTranslation()
  const denied = useDenied(space)('functions:read')
  const query = useQuery({ ...objectFiringsQuery(space.name, bucket, object), enabled: denied === null })
  return (
    <Section
      ruled
      title={t('buckets.firedBy')}
      actions={
        <Link {...paths.buckets(space.name, { bucket, tab: 'triggers' })} className="link text-sm font-name">
          {t('buckets.triggersOf')}
        </Link>
      }
    >
      {denied === null ? (
        <Loaded query={query} skeleton={<Skeleton className="mx-gutter mb-3 w-40" />}>
          {(firings) =>
            firings.length === 0 ? (
              <p className="px-gutter pb-3 text-fg-2">{t('buckets.firedNothing')}</p>
            ) : (
              <ul className="pb-2">
                {firings.map((firing) => (
                  <FiringLine key={firing.id} space={space.name} firing={firing} />
                ))}
              </ul>
            )
          }
        </Loaded>
      ) : (
        <p className="px-gutter pb-3 text-fg-2">{denied}</p>
      )}
    </Section>
  )
}

function FiringLine({ space, firing }: { space: string; firing: ObjectFiring }) {
  const { t } = useTranslation()
  const format = useFormat()
  const { function: fn, trigger, task, outcome, reason, taskId } = firing
  const word = outcome === 'fired' && task ? t(`triggers.taskState.${task.state}`) : t(`triggers.outcome.${outcome}`)
  return (
    <li className="num flex min-h-7 items-center gap-2 px-gutter py-0.5">
      <Mark firing={firing} />
      <Link {...paths.triggers(space, fn, { trigger })} className="link cut">
        {fn}
      </Link>
      <span className="cut min-w-0 flex-1 text-sm text-fg-2">
        {reason ? t(`triggers.because.${reason}`) : [trigger, task?.error ?? word].join(' · ')}
      </span>
      {task?.durationMs != null && <span className="text-sm text-fg-2">{format.duration(task.durationMs)}</span>}
      {taskId !== null && task && (
        <Link
          {...(task.invocationId !== null && task.attempts < 2
            ? paths.invocations(space, fn, { id: task.invocationId })
            : paths.tasks(space, { id: taskId }))}
          className="link text-sm"
        >
          {t('buckets.openCall')}
        </Link>
      )}
    </li>
  )
}

function Mark({ firing: { outcome, task } }: { firing: ObjectFiring }) {
  if (outcome === 'skipped') return <Ban size={11} className="text-fg-3" />
  if (outcome === 'failed') return <StatusMark status="systemError" />
  if (task?.state === 'succeeded') return <StatusMark status="success" />
  if (task && ['failed', 'dead', 'expired'].includes(task.state)) return <StatusMark status="functionError" />
  return <CircleDashed size={11} className="text-fg-3" />
}
