import type { Delivery, Space, TaskDetail } from '@alcove/contract'
import { Send } from 'lucide-react'
import { resendDelivery, tasksKey } from '../../../api/tasks.ts'
import { useDestinationText } from '../../../components/tasks/useDestinationText.ts'
import { useChange } from '../../../components/useChange.ts'
import { useDenied } from '../../../components/useDenied.ts'
import { useTranslation } from '../../../i18n/index.ts'
import { said } from '../../../i18n/said.ts'
import { useFormat } from '../../../i18n/useFormat.ts'
import { Button } from '../../../ui/Button.tsx'
import { Section } from '../../../ui/Section.tsx'
import { Tag } from '../../../ui/Tag.tsx'
import { Time } from '../../../ui/Time.tsx'

const TONES = { waiting: 'warning', delivered: 'success', dead: 'danger' } as const

/** Where the results of a task went, and why not. */
export function Deliveries({ space, task }: { space: Space; task: TaskDetail }) {
  const { t } = useTranslation()
  return (
    <Section title={t('tasks.delivery.title')}>
      <ul className="px-gutter pb-3">
        {task.deliveries.map((delivery) => (
          <Row key={delivery.id} space={space} task={task.id} delivery={delivery} />
        ))}
      </ul>
    </Section>
  )
}

function Row({ space, task, delivery }: { space: Space; task: string; delivery: Delivery }) {
  const { t } = useTranslation()
  const format = useFormat()
  const describe = useDestinationText()
  const denied = useDenied(space)('functions:write')
  const { id, on, destination, state, attempts, reason, nextAt, endedAt } = delivery
  const resend = useChange({
    run: () => resendDelivery(space.name, task, id),
    invalidates: [tasksKey(space.name)],
    done: () => t('tasks.delivery.resent'),
  })
  return (
    <li className="grid grid-cols-[minmax(0,1fr)_auto] items-start gap-x-3 border-t border-line py-1.5">
      <div className="grid min-w-0 gap-0.5">
        <span className="flex flex-wrap items-center gap-2">
          <Tag tone={TONES[state]}>{t(`tasks.delivery.state.${state}`)}</Tag>
          <span className="min-w-0 break-words">{describe(destination)}</span>
          <span className="text-fg-3">{t(`tasks.delivery.${on}`)}</span>
        </span>
        <span className="text-sm break-words text-fg-2">
          {[
            t('tasks.delivery.attempts', { count: attempts }),
            reason && said(reason),
            nextAt && t('tasks.delivery.next', { when: format.ago(nextAt) }),
          ]
            .filter(Boolean)
            .join(' · ')}
        </span>
      </div>
      {state === 'waiting' ? null : (
        <span className="flex items-center gap-2">
          {endedAt && <Time at={endedAt} className="text-sm text-fg-3" />}
          {state === 'dead' && (
            <Button
              size="sm"
              icon={<Send size={12} />}
              disabledReason={denied}
              pending={resend.isPending}
              onClick={() => resend.mutate(undefined)}
            >
              {t('tasks.delivery.resend')}
            </Button>
          )}
        </span>
      )}
    </li>
  )
}
