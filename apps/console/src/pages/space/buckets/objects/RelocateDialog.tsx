import { ObjectKey } from '@alcove/contract'
import { useState } from 'react'
import { bucketsKey, bucketsQuery, copyObject, moveObject } from '../../../../api/buckets.ts'
import { isApiError } from '../../../../api/error.ts'
import { FormError } from '../../../../components/FormError.tsx'
import { useChange } from '../../../../components/useChange.ts'
import { useWholeList } from '../../../../components/useWholeList.ts'
import { useTranslation } from '../../../../i18n/index.ts'
import { Checkbox } from '../../../../ui/Checkbox.tsx'
import { Field, Input } from '../../../../ui/Field.tsx'
import { FormDialog } from '../../../../ui/FormDialog.tsx'
import { Select } from '../../../../ui/Select.tsx'
import { shownName } from '../folder-names.ts'

interface RelocateDialogProps {
  verb: 'copy' | 'move'
  space: string
  bucket: string
  objectKey: string
  onClose(): void
  onDone(place: { bucket: string; key: string }): void
}

/** Renames, moves or copies an object, also to another bucket. What is there already is kept unless one says so. */
export function RelocateDialog({ verb, space, bucket, objectKey: from, onClose, onDone }: RelocateDialogProps) {
  const { t } = useTranslation()
  const [target, setTarget] = useState(bucket)
  const [to, setTo] = useState(from)
  const [overwrite, setOverwrite] = useState(false)
  const buckets = useWholeList(bucketsQuery(space)).data ?? []
  const checked = ObjectKey.safeParse(to)
  const same = target === bucket && to === from
  const problem = same ? t('buckets.samePlace') : checked.success ? null : checked.error.issues[0]!.message
  const change = useChange({
    run: () =>
      (verb === 'copy' ? copyObject : moveObject)(space, { bucket: target, source: bucket, from, to, overwrite }),
    invalidates: [bucketsKey(space)],
    done: () => t(verb === 'copy' ? 'buckets.copied' : 'buckets.movedOne', { name: shownName(to) }),
    onDone() {
      onClose()
      onDone({ bucket: target, key: to })
    },
    handles: () => true,
  })
  const taken = isApiError(change.error) && change.error.code === 'PreconditionFailed'
  return (
    <FormDialog
      title={t(verb === 'copy' ? 'buckets.copyThis' : 'buckets.moveThis', { name: shownName(from) })}
      description={t(verb === 'copy' ? 'buckets.copyHint' : 'buckets.moveHint')}
      submit={t(verb === 'copy' ? 'buckets.copyObject' : 'buckets.move')}
      pending={change.isPending}
      disabledReason={problem}
      onClose={onClose}
      onSubmit={() => change.mutate(undefined)}
    >
      <Field label={t('buckets.bucket')}>
        <Select
          value={target}
          onChange={setTarget}
          options={buckets.map(({ name }) => ({ value: name, label: name }))}
        />
      </Field>
      <Field label={t('buckets.key')} hint={t('buckets.keyHint')} error={same ? null : problem}>
        <Input mono autoComplete="off" spellCheck={false} value={to} onChange={(event) => setTo(event.target.value)} />
      </Field>
      {taken && (
        <Checkbox checked={overwrite} onChange={setOverwrite}>
          {t('buckets.overwriteThere', { name: shownName(to) })}
        </Checkbox>
      )}
      <FormError message={taken ? t('buckets.exists') : change.error?.message} />
    </FormDialog>
  )
}
