import { useState } from 'react'
import { useTranslation } from '../../../i18n/index.ts'
import { Field, Textarea } from '../../../ui/Field.tsx'
import { FormDialog } from '../../../ui/FormDialog.tsx'

interface EditEventDialogProps {
  /** JSON text. */
  event: string
  pending: boolean
  onSubmit(event: unknown): void
  onClose(): void
}

/** Runs a task again with another event: as a new task, so that the record of the first one stays true. */
export function EditEventDialog({ event, pending, onSubmit, onClose }: EditEventDialogProps) {
  const { t } = useTranslation()
  const [text, setText] = useState(() => indented(event))
  const parsed = parse(text)
  return (
    <FormDialog
      title={t('tasks.editTitle')}
      description={t('tasks.editHint')}
      width={640}
      submit={t('tasks.redrive')}
      pending={pending}
      disabledReason={parsed ? null : t('tasks.notJson')}
      onSubmit={() => parsed && onSubmit(parsed.value)}
      onClose={onClose}
    >
      <Field label={t('tasks.event')} error={parsed ? undefined : t('tasks.notJson')}>
        <Textarea mono rows={14} value={text} onChange={({ target }) => setText(target.value)} />
      </Field>
    </FormDialog>
  )
}

function parse(text: string): { value: unknown } | null {
  try {
    return { value: JSON.parse(text) }
  } catch {
    return null
  }
}

function indented(event: string): string {
  const parsed = parse(event)
  return parsed ? JSON.stringify(parsed.value, null, 2) : event
}
