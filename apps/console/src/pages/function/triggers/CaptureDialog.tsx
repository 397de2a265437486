import type { Route, Trigger } from '@alcove/contract'
import { useQuery } from '@tanstack/react-query'
import { LoaderCircle } from 'lucide-react'
import { useState } from 'react'
import { functionKey } from '../../../api/functions.ts'
import { putTest, testsQuery } from '../../../api/tests.ts'
import { useChange } from '../../../components/useChange.ts'
import { useNewNameError } from '../../../components/useNewNameError.ts'
import { usePermission } from '../../../components/usePermission.ts'
import { useTranslation } from '../../../i18n/index.ts'
import { CodeBlock } from '../../../ui/CodeBlock.tsx'
import { Field, Input } from '../../../ui/Field.tsx'
import { FormDialog } from '../../../ui/FormDialog.tsx'
import { useNextEvent } from './useNextEvent.ts'

interface CaptureDialogProps {
  space: string
  fn: string
  source: Trigger | Route
  onClose(): void
}

/** Waits for the next real event, shows it, and saves it as a test of the function. */
export function CaptureDialog({ space, fn, source, onClose }: CaptureDialogProps) {
  const { t } = useTranslation()
  const event = useNextEvent(space, fn, source)
  const taken = useQuery(testsQuery(space, fn)).data?.map((test) => test.name) ?? []
  const [typed, setTyped] = useState<string | null>(null)
  const name = typed ?? freeName(source.name, taken)
  const nameError = useNewNameError({ name, taken, takenText: t('fn.tests.taken') })
  const denied = usePermission(space)('functions:write')
  const save = useChange({
    run: () => putTest(space, fn, name, { description: '', eventText: event!.text!, expect: {} }, null),
    invalidates: [functionKey(space, fn)],
    done: () => t('triggers.captureSaved', { name }),
    onDone: onClose,
  })
  const problem = denied ?? (name === '' ? t('fn.tests.needsName') : nameError)
  return (
    <FormDialog
      onClose={onClose}
      title={t('triggers.captureTitle', { name: source.name })}
      description={t('triggers.captureHint')}
      submit={t('triggers.captureSave')}
      width={640}
      pending={save.isPending}
      disabledReason={event === null ? t('triggers.captureWaits') : event.whole ? problem : t('tasks.tooLarge')}
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
          <Field label={t('triggers.captureName')} error={nameError} hint={t('triggers.captureNameHint')}>
            <Input mono autoComplete="off" value={name} onChange={({ target }) => setTyped(target.value)} />
          </Field>
        </>
      )}
    </FormDialog>
  )
}

/** The name of the source, with a number after it when there is a test of that name. */
function freeName(name: string, taken: readonly string[]): string {
  let free = name
  for (let number = 2; taken.includes(free); number++)
    free = `${name.slice(0, 63 - 1 - String(number).length)}-${number}`
  return free
}
