import { UpdateObject, type StoredObject } from '@alcove/contract'
import { Plus, X } from 'lucide-react'
import { useFieldArray } from 'react-hook-form'
import { bucketsKey, updateObject } from '../../../../api/buckets.ts'
import { FormError } from '../../../../components/FormError.tsx'
import { useBodyForm } from '../../../../components/useBodyForm.ts'
import { useChange } from '../../../../components/useChange.ts'
import { useTranslation } from '../../../../i18n/index.ts'
import { Button } from '../../../../ui/Button.tsx'
import { Field, Input } from '../../../../ui/Field.tsx'
import { FormDialog } from '../../../../ui/FormDialog.tsx'
import { IconButton } from '../../../../ui/IconButton.tsx'
import { shownName } from '../folder-names.ts'

interface MetadataDialogProps {
  space: string
  bucket: string
  object: StoredObject
  onClose(): void
}

interface Fields {
  contentType: string
  pairs: { name: string; value: string }[]
}

const named = ({ pairs }: Fields) => pairs.filter(({ name, value }) => name !== '' || value !== '')

const changeOf = (fields: Fields) => ({
  contentType: fields.contentType,
  metadata: Object.fromEntries(named(fields).map(({ name, value }) => [name, value])),
})

/** Changes the type and the metadata of an object. */
export function MetadataDialog({ space, bucket, object, onClose }: MetadataDialogProps) {
  const { t } = useTranslation()
  const form = useBodyForm<Fields, UpdateObject>({
    fields: {
      contentType: object.contentType,
      pairs: Object.entries(object.metadata).map(([name, value]) => ({ name, value })),
    },
    schema: UpdateObject,
    bodyOf: changeOf,
  })
  const { register, control, values, errorAt } = form
  const { fields: pairs, append, remove } = useFieldArray({ control, name: 'pairs' })
  const names = named(values).map(({ name }) => name)
  const twice = new Set(names).size < names.length ? t('buckets.metadataTwice') : undefined
  const typeError = errorAt('contentType')
  // Names first: errors of all metadata are at the same place as that of a name such as "message".
  const pairError = twice ?? names.map((name) => errorAt(`metadata.${name}`)).find(Boolean) ?? errorAt('metadata')
  const save = useChange({
    run: (change: UpdateObject) => updateObject(space, bucket, object, change),
    invalidates: [bucketsKey(space)],
    done: () => t('buckets.saved'),
    onDone: onClose,
    handles: () => true,
  })
  return (
    <FormDialog
      title={t('buckets.metadataOf', { name: shownName(object.key) })}
      description={t('buckets.metadataHint')}
      submit={t('common.save')}
      pending={save.isPending}
      disabledReason={typeError ?? pairError ?? (form.isWrong ? t('common.fixFields') : null)}
      onClose={onClose}
      onSubmit={form.handleSubmit((change) => save.mutate(change))}
    >
      <Field label={t('buckets.type')} error={typeError}>
        <Input mono autoComplete="off" spellCheck={false} {...register('contentType')} />
      </Field>
      <fieldset className="grid gap-2">
        <legend className="mb-1 text-sm font-medium text-fg-2">{t('buckets.metadata')}</legend>
        {pairs.map(({ id }, at) => (
          <div key={id} className="flex items-center gap-2">
            <span className="w-2/5 shrink-0">
              <Input
                mono
                aria-label={t('common.name')}
                placeholder="sku"
                autoComplete="off"
                spellCheck={false}
                value={values.pairs[at]?.name ?? ''}
                onChange={(event) => form.set(`pairs.${at}.name`, event.target.value.toLowerCase())}
              />
            </span>
            <Input aria-label={t('buckets.value')} autoComplete="off" {...register(`pairs.${at}.value`)} />
            <IconButton
              label={t('buckets.removePair', { name: values.pairs[at]?.name ?? '' })}
              icon={<X size={15} />}
              onClick={() => remove(at)}
            />
          </div>
        ))}
        {pairError && <p className="text-sm text-danger">{pairError}</p>}
        <span>
          <Button size="sm" icon={<Plus size={14} />} onClick={() => append({ name: '', value: '' })}>
            {t('buckets.addPair')}
          </Button>
        </span>
      </fieldset>
      <FormError message={save.error?.message} />
    </FormDialog>
  )
}
