import { type Layer, LIMITS, Name, type Runtime, RUNTIMES } from '@alcove/contract'
import { useState } from 'react'
import { layersKey, uploadLayerVersion } from '../../../api/layers.ts'
import { DropZone } from '../../../components/DropZone.tsx'
import { FormError } from '../../../components/FormError.tsx'
import { useChange } from '../../../components/useChange.ts'
import { useTranslation } from '../../../i18n/index.ts'
import { useFormat } from '../../../i18n/useFormat.ts'
import { Checkbox } from '../../../ui/Checkbox.tsx'
import { Field, Input } from '../../../ui/Field.tsx'
import { FormDialog } from '../../../ui/FormDialog.tsx'
import { runtimeName } from '../../../components/runtimes.ts'

interface UploadLayerDialogProps {
  space: string
  /** The layer that gets its next version; null: a new one. */
  layer: Layer | null
  onClose(): void
  onDone(layer: string): void
}

/** Makes the next version of a layer from a zip. */
export function UploadLayerDialog({ space, layer, onClose, onDone }: UploadLayerDialogProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const [name, setName] = useState(layer?.name ?? '')
  const [file, setFile] = useState<File | null>(null)
  const [description, setDescription] = useState('')
  const [runtimes, setRuntimes] = useState<readonly Runtime[]>(layer?.latest?.compatibleRuntimes ?? [])
  const [refusal, setRefusal] = useState<string | null>(null)
  const upload = useChange({
    run: (archive: File) => uploadLayerVersion(space, { layer: name, archive, description, runtimes }),
    invalidates: [layersKey(space)],
    done: (made) => t('layers.uploaded', { layer: made.layer, version: made.version }),
    onDone: (made) => {
      onDone(made.layer)
      onClose()
    },
    handles: (error) => {
      setRefusal(error instanceof Error ? error.message : String(error))
      return true
    },
  })
  const nameError = name !== '' && !Name.safeParse(name).success ? t('common.nameRule') : null
  const fileError =
    file === null
      ? null
      : !/\.zip$/i.test(file.name)
        ? t('layers.notZip', { name: file.name })
        : file.size > LIMITS.packageBytes
          ? t('layers.tooLarge', { size: format.bytes(file.size), max: format.bytes(LIMITS.packageBytes) })
          : null
  return (
    <FormDialog
      onClose={onClose}
      width={560}
      title={
        layer
          ? t('layers.uploadNext', { layer: layer.name, version: (layer.latest?.version ?? 0) + 1 })
          : t('layers.uploadTitle')
      }
      description={t('layers.explained')}
      submit={t(layer ? 'layers.uploadVersion' : 'layers.upload')}
      pending={upload.isPending}
      disabledReason={
        (name === '' && t('layers.nameFirst')) || nameError || (!file && t('layers.archiveFirst')) || fileError
      }
      onSubmit={() => file && upload.mutate(file)}
    >
      <FormError message={refusal} />
      {!layer && (
        <Field label={t('layers.name')} hint={t('layers.nameHint')} error={nameError}>
          <Input
            mono
            value={name}
            autoComplete="off"
            placeholder="shared-deps"
            onChange={(event) => setName(event.target.value)}
          />
        </Field>
      )}
      <DropZone
        label={t('layers.archive')}
        accept=".zip,application/zip"
        file={file}
        size={file ? format.bytes(file.size) : ''}
        error={fileError}
        hint={t('layers.atMost', { size: format.bytes(LIMITS.packageBytes) })}
        onFile={(chosen) => {
          setRefusal(null)
          setFile(chosen)
        }}
      />
      <Field label={`${t('common.description')} (${t('common.optional')})`}>
        <Input value={description} maxLength={500} onChange={(event) => setDescription(event.target.value)} />
      </Field>
      <fieldset>
        <legend className="mb-1 text-sm font-medium text-fg-2">{t('layers.compatible')}</legend>
        <div className="grid grid-cols-3 gap-x-3">
          {RUNTIMES.map((runtime) => (
            <Checkbox
              key={runtime}
              checked={runtimes.includes(runtime)}
              onChange={(checked) =>
                setRuntimes(RUNTIMES.filter((other) => (other === runtime ? checked : runtimes.includes(other))))
              }
            >
              {runtimeName(runtime)}
            </Checkbox>
          ))}
        </div>
        <p className="mt-1 text-sm text-fg-3">
          {t('layers.compatibleHint')} {t('layers.where.node')} {t('layers.where.python')} {t('layers.where.java')}
        </p>
      </fieldset>
    </FormDialog>
  )
}
