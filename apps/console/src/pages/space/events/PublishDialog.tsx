import { CloudEvent } from '@alcove/contract'
import { useState } from 'react'
import { eventsKey, publishEvent } from '../../../api/events.ts'
import { useChange } from '../../../components/useChange.ts'
import { useTranslation } from '../../../i18n/index.ts'
import { Field, Textarea } from '../../../ui/Field.tsx'
import { FormDialog } from '../../../ui/FormDialog.tsx'
import { jsonError } from '../../function/payload/jsonError.ts'

/** Publishes an event that the user writes. */
export function PublishDialog({ space, onClose }: { space: string; onClose(): void }) {
  const { t } = useTranslation()
  const [text, setText] = useState(() => JSON.stringify(example(), null, 2))
  const { event, error } = parse(text)
  const publish = useChange({
    run: (given: unknown) => publishEvent(space, given),
    invalidates: [eventsKey(space)],
    done: ({ events }) => t(events[0]?.duplicate ? 'events.duplicate' : 'events.published'),
    onDone: onClose,
  })
  return (
    <FormDialog
      title={t('events.publish')}
      description={t('events.publishHint')}
      width={640}
      submit={t('events.publishNow')}
      pending={publish.isPending}
      disabledReason={error}
      onSubmit={() => publish.mutate(event)}
      onClose={onClose}
    >
      <Field label={t('events.event')} error={error}>
        <Textarea mono rows={14} spellCheck={false} value={text} onChange={({ target }) => setText(target.value)} />
      </Field>
    </FormDialog>
  )
}

function example(): CloudEvent {
  return {
    specversion: '1.0',
    id: crypto.randomUUID(),
    source: '/console',
    type: 'shop.order.created',
    datacontenttype: 'application/json',
    data: { order: 17, total: 120 },
  }
}

function parse(text: string): { event: unknown; error: string | null } {
  const malformed = jsonError(text)
  if (malformed !== null) return { event: null, error: malformed }
  const event: unknown = JSON.parse(text)
  const issue = CloudEvent.safeParse(event).error?.issues[0]
  return { event, error: issue ? `${issue.path.join('.')}: ${issue.message}` : null }
}
