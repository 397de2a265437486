import { UpdateObject, type StoredObject } from '@alcove/contract'
import { Plus, X } from 'lucide-react'
import { useState } from 'react'
import { bucketsKey, updateObject } from '../../../../api/buckets.ts'
import { FormError } from '../../../../components/FormError.tsx'
import { useChange } from '../../../../components/useChange.ts'
import { useTranslation } from '../../../../i18n/index.ts'
import { Button } from '../../../../ui/Button.tsx'
import { Field, Input } from '../../../../ui/Field.tsx'
import { FormDialog } from '../../../../ui/FormDialog.tsx'
import { IconButton } from '../../../../ui/IconButton.tsx'
import { nameOf } from './folder-names.ts'

interface MetadataDialogProps {
  space: string
  bucket: string
  object: StoredObject
  onClose(): void
}

interface Pair {
  id: number
  name: string
  value: string
}

/** Changes the type and the metadata of an object. */
export function MetadataDialog({ space, bucket, object, onClose }: MetadataDialogProps) {
  const { t } = useTranslation()
  const [contentType, setContentType] = useState(object.contentType)
  const [pairs, setPairs] = useState<readonly Pair[]>(() =>
    Object.entries(object.metadata).map(([name, value], id) => ({ id, name, value })),
  )
  const named = pairs.filter(({ name, value }) => name !== '' || value !== '')
  const metadata = Object.fromEntries(named.map(({ name, value }) => [name, value]))
  const checked = UpdateObject.safeParse({ contentType, metadata })
  const issues = checked.success ? [] : checked.error.issues
  const typeError = issues.find(({ path }) => path[0] === 'contentType')?.message
  const twice = Object.keys(metadata).length < named.length ? t('buckets.metadataTwice') : undefined
  const pairError = twice ?? issues.find(({ path }) => path[0] === 'metadata')?.message
  const save = useChange({
    run: () => updateObject(space, bucket, object, { contentType, metadata }),
    invalidates: [bucketsKey(space)],
    done: () => t('buckets.saved'),
    onDone: onClose,
    handles: () => true,
  })
  const change = (id: number, changed: Partial<Pair>) =>
    setPairs((all) => all.map((pair) => (pair.id === id ? { ...pair, ...changed } : pair)))
  return (
    <FormDialog
      title={t('buckets.metadataOf', { name: nameOf(object.key) })}
      description={t('buckets.metadataHint')}
      submit={t('common.save')}
      pending={save.isPending}
      disabledReason={typeError ?? pairError}
      onClose={onClose}
      onSubmit={() => save.mutate(undefined)}
    >
      <Field label={t('buckets.type')} error={typeError}>
        <Input
          mono
          autoComplete="off"
          spellCheck={false}
          value={contentType}
          onChange={(event) => setContentType(event.target.value)}
        />
      </Field>
      <fieldset className="grid gap-2">
        <legend className="mb-1 text-sm font-medium text-fg-2">{t('buckets.metadata')}</legend>
        {pairs.map(({ id, name, value }) => (
          <div key={id} className="flex items-center gap-2">
            <span className="w-2/5 shrink-0">
              <Input
                mono
                aria-label={t('common.name')}
                placeholder="sku"
                autoComplete="off"
                spellCheck={false}
                value={name}
                onChange={(event) => change(id, { name: event.target.value.toLowerCase() })}
              />
            </span>
            <Input
              aria-label={t('buckets.value')}
              autoComplete="off"
              value={value}
              onChange={(event) => change(id, { value: event.target.value })}
            />
            <IconButton
              label={t('buckets.removePair', { name })}
              icon={<X size={15} />}
              onClick={() => setPairs((all) => all.filter((pair) => pair.id !== id))}
            />
          </div>
        ))}
        {pairError && <p className="text-sm text-danger">{pairError}</p>}
        <span>
          <Button
            size="sm"
            icon={<Plus size={14} />}
            onClick={() =>
              setPairs((all) => [...all, { id: Math.max(-1, ...all.map((pair) => pair.id)) + 1, name: '', value: '' }])
            }
          >
            {t('buckets.addPair')}
          </Button>
        </span>
      </fieldset>
      <FormError message={save.error?.message} />
    </FormDialog>
  )
}
