import type { Trigger } from '@alcove/contract'
import { zodResolver } from '@hookform/resolvers/zod'
import { useQuery } from '@tanstack/react-query'
import { useForm } from 'react-hook-form'
import { z } from 'zod'
import { functionKey } from '../../../api/functions.ts'
import { fireTrigger, triggerPreviewQuery } from '../../../api/triggers.ts'
import { Loaded } from '../../../components/Loaded.tsx'
import { useChange } from '../../../components/useChange.ts'
import { useTranslation } from '../../../i18n/index.ts'
import { Field, Textarea } from '../../../ui/Field.tsx'
import { FormDialog } from '../../../ui/FormDialog.tsx'
import { jsonError } from '../payload/jsonError.ts'
import { putBodyOf } from './putBody.ts'

interface FireDialogProps {
  space: string
  fn: string
  trigger: Trigger
  onClose(): void
}

/** Fires the trigger with an event that can be edited: at first a sample of the right shape. */
export function FireDialog(props: FireDialogProps) {
  const { space, fn, trigger } = props
  const preview = useQuery({
    ...triggerPreviewQuery(space, fn, trigger.name, putBodyOf(trigger)),
    staleTime: Infinity,
  })
  return (
    <Loaded query={preview} skeleton={null}>
      {({ event }) => <EventForm {...props} sample={JSON.stringify(event, null, 2)} />}
    </Loaded>
  )
}

const Fields = z.object({
  event: z.string().superRefine((text, ctx) => {
    const message = jsonError(text)
    if (message !== null) ctx.addIssue({ code: 'custom', message })
  }),
})
type Fields = z.infer<typeof Fields>

function EventForm({ space, fn, trigger, onClose, sample }: FireDialogProps & { sample: string }) {
  const { t } = useTranslation()
  const { name, qualifier } = trigger
  const { register, handleSubmit, formState } = useForm<Fields>({
    resolver: zodResolver(Fields),
    mode: 'onChange',
    defaultValues: { event: sample },
  })
  const error = formState.errors.event?.message ?? null
  const fire = useChange({
    run: ({ event }: Fields) => fireTrigger(space, fn, name, event),
    invalidates: [functionKey(space, fn)],
    done: () => t('triggers.fired', { name }),
    onDone: onClose,
  })
  return (
    <FormDialog
      onClose={onClose}
      title={t('triggers.testFireTitle', { name })}
      description={t('triggers.testFireHint', { qualifier })}
      submit={t('triggers.fire')}
      width={640}
      pending={fire.isPending}
      disabledReason={error}
      onSubmit={handleSubmit((fields) => fire.mutate(fields))}
    >
      <Field label={t('triggers.event')} error={error}>
        <Textarea mono rows={16} spellCheck={false} {...register('event')} />
      </Field>
    </FormDialog>
  )
}
