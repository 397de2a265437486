import { useState } from 'react'
import { useTranslation } from '../../../i18n/index.ts'
import { Field, Textarea } from '../../../ui/Field.tsx'
import { FormDialog } from '../../../ui/FormDialog.tsx'
import { jsonError } from '../../function/payload/jsonError.ts'
import { prettyJson } from '../../function/payload/prettyJson.ts'

interface EditEventDialogProps {
  /** JSON text. */
  event: string
  pending: boolean
  /** @param event JSON text */
  onSubmit(event: string): void
  onClose(): void
}

/** Runs a task again with another event: as a new task, so that the record of the first one stays true. */
export function EditEventDialog({ event, pending, onSubmit, onClose }: EditEventDialogProps) {
  const { t } = useTranslation()
  const [text, setText] = useState(() => prettyJson(event).text)
  const error = jsonError(text)
  return (
    <FormDialog
      title={t('tasks.editTitle')}
      description={t('tasks.editHint')}
      width={640}
      submit={t('tasks.redrive')}
      pending={pending}
      disabledReason={error}
      onSubmit={() => error === null && onSubmit(text)}
      onClose={onClose}
    >
      <Field label={t('tasks.event')} error={error}>
        <Textarea mono rows={14} value={text} onChange={({ target }) => setText(target.value)} />
      </Field>
    </FormDialog>
  )
}
