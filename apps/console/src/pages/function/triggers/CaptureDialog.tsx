import { Name, type Trigger } from '@alcove/contract'
import { LoaderCircle } from 'lucide-react'
import { useState } from 'react'
import { functionKey } from '../../../api/functions.ts'
import { saveTestEvent } from '../../../api/triggers.ts'
import { useChange } from '../../../components/useChange.ts'
import { useTranslation } from '../../../i18n/index.ts'
import { CodeBlock } from '../../../ui/CodeBlock.tsx'
import { Field, Input } from '../../../ui/Field.tsx'
import { FormDialog } from '../../../ui/FormDialog.tsx'
import { useNextEvent } from './useNextEvent.ts'

interface CaptureDialogProps {
  space: string
  fn: string
  trigger: Trigger
  onClose(): void
}

/** Waits for the next real event, shows it, and saves it as a test of the function. */
export function CaptureDialog({ space, fn, trigger, onClose }: CaptureDialogProps) {
  const { t } = useTranslation()
  const event = useNextEvent(space, fn, trigger)
  const [name, setName] = useState(trigger.name)
  const badName = Name.safeParse(name).success ? null : t('common.nameRule')
  const save = useChange({
    run: () => saveTestEvent(space, fn, name, event!.text!),
    invalidates: [functionKey(space, fn)],
    done: () => t('triggers.captureSaved', { name }),
    onDone: onClose,
  })
  return (
    <FormDialog
      onClose={onClose}
      title={t('triggers.captureTitle', { name: trigger.name })}
      description={t('triggers.captureHint')}
      submit={t('triggers.captureSave')}
      width={640}
      pending={save.isPending}
      disabledReason={event === null ? t('triggers.captureWaits') : event.whole ? badName : t('tasks.tooLarge')}
      onSubmit={() => save.mutate(undefined)}
    >
      {event === null ? (
        <p role="status" className="flex items-center gap-2 py-6 text-fg-2">
          <LoaderCircle size={15} className="animate-spin motion-reduce:animate-none" />
          {t('triggers.captureWaits')}
        </p>
      ) : (
        <>
          {event.text === null ? (
            <p className="text-fg-2">{t('tasks.tooLarge')}</p>
          ) : (
            <CodeBlock boxed wrap code={event.text} label={t('triggers.event')} className="max-h-80 overflow-y-auto" />
          )}
          <Field label={t('triggers.captureName')} error={badName} hint={t('triggers.captureNameHint')}>
            <Input mono autoComplete="off" value={name} onChange={({ target }) => setName(target.value)} />
          </Field>
        </>
      )}
    </FormDialog>
  )
}
