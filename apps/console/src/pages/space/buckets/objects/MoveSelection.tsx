import { KeyPrefix } from '@alcove/contract'
import { useState } from 'react'
import { bucketsKey, moveObject } from '../../../../api/buckets.ts'
import { isApiError } from '../../../../api/error.ts'
import { toast } from '../../../../components/toast.ts'
import { useChange } from '../../../../components/useChange.ts'
import { useTranslation } from '../../../../i18n/index.ts'
import { Field, Input } from '../../../../ui/Field.tsx'
import { FormDialog } from '../../../../ui/FormDialog.tsx'
import { nameOf } from '../folder-names.ts'

interface MoveSelectionProps {
  space: string
  bucket: string
  prefix: string
  keys: readonly string[]
  onClose(): void
  onDone(): void
}

/** Moves objects to another folder. Those whose name is taken there stay. */
export function MoveSelection({ space, bucket, prefix, keys, onClose, onDone }: MoveSelectionProps) {
  const { t } = useTranslation()
  const [to, setTo] = useState(prefix)
  const folder = to.endsWith('/') || to === '' ? to : `${to}/`
  const problem =
    folder === prefix ? t('buckets.sameFolder') : KeyPrefix.safeParse(folder).success ? null : t('buckets.pathWrong')
  const move = useChange({
    async run() {
      let taken = 0
      for (const key of keys) {
        try {
          // oxlint-disable-next-line no-await-in-loop -- changes of one space happen one after the other anyway
          await moveObject(space, { bucket, source: bucket, from: key, to: folder + nameOf(key), overwrite: false })
        } catch (error) {
          if (!isApiError(error) || error.code !== 'PreconditionFailed') throw error
          taken += 1
        }
      }
      return taken
    },
    invalidates: [bucketsKey(space)],
    onDone(taken) {
      if (taken > 0) toast.error(t('buckets.movedSome', { count: taken }))
      else toast.success(t('buckets.moved', { count: keys.length }))
      onClose()
      onDone()
    },
  })
  return (
    <FormDialog
      title={t('buckets.moveMany', { count: keys.length })}
      submit={t('buckets.move')}
      pending={move.isPending}
      disabledReason={problem}
      onClose={onClose}
      onSubmit={() => move.mutate(undefined)}
    >
      <Field label={t('buckets.toFolder')} hint={t('buckets.toFolderHint')} error={folder === prefix ? null : problem}>
        <Input
          mono
          autoComplete="off"
          spellCheck={false}
          placeholder="archive/"
          value={to}
          onChange={(event) => setTo(event.target.value)}
        />
      </Field>
    </FormDialog>
  )
}
