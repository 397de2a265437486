import { type Layer, LIMITS, Name, Runtime, RUNTIMES } from '@alcove/contract'
import { zodResolver } from '@hookform/resolvers/zod'
import { Controller } from 'react-hook-form'
import { z } from 'zod'
import { layersKey, type LayerUpload, uploadLayerVersion } from '../../../api/layers.ts'
import { DropZone } from '../../../components/DropZone.tsx'
import { FormError } from '../../../components/FormError.tsx'
import { useChange } from '../../../components/useChange.ts'
import { useLiveForm } from '../../../components/useLiveForm.ts'
import { useTranslation } from '../../../i18n/index.ts'
import { useFormat } from '../../../i18n/useFormat.ts'
import { Checkbox } from '../../../ui/Checkbox.tsx'
import { Field, Input } from '../../../ui/Field.tsx'
import { FormDialog } from '../../../ui/FormDialog.tsx'
import { runtimeName } from '../../../components/runtimes.ts'

interface UploadLayerDialogProps {
  space: string
  /** The layer to add a version to; null for a new layer. */
  layer: Layer | null
  onClose(): void
  onDone(layer: string): void
}

const Fields = z.object({
  name: Name,
  archive: z.instanceof(File).nullable(),
  description: z.string().max(500),
  runtimes: z.array(Runtime),
})
type Fields = z.infer<typeof Fields>

/** Creates the next version of a layer from a zip. */
export function UploadLayerDialog({ space, layer, onClose, onDone }: UploadLayerDialogProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const { register, control, handleSubmit, setError, formState, values } = useLiveForm<Fields>({
    resolver: zodResolver(Fields),
    defaultValues: {
      name: layer?.name ?? '',
      archive: null,
      description: '',
      runtimes: [...(layer?.latest?.compatibleRuntimes ?? [])],
    },
  })
  const { name, archive: file } = values
  const { errors } = formState
  const upload = useChange({
    run: (body: LayerUpload) => uploadLayerVersion(space, body),
    invalidates: [layersKey(space)],
    done: (made) => t('layers.uploaded', { layer: made.layer, version: made.version }),
    onDone: (made) => {
      onDone(made.layer)
      onClose()
    },
    handles: (error) => {
      setError('root', { message: error instanceof Error ? error.message : String(error) })
      return true
    },
  })
  const nameError = name !== '' && errors.name ? t('common.nameRule') : null
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
      onSubmit={handleSubmit(
        ({ name: target, archive, ...rest }) => archive && upload.mutate({ layer: target, archive, ...rest }),
      )}
    >
      <FormError message={errors.root?.message} />
      {!layer && (
        <Field label={t('layers.name')} hint={t('layers.nameHint')} error={nameError}>
          <Input mono autoComplete="off" placeholder="shared-deps" {...register('name')} />
        </Field>
      )}
      <Controller
        control={control}
        name="archive"
        render={({ field }) => (
          <DropZone
            label={t('layers.archive')}
            accept=".zip,application/zip"
            file={file}
            size={file ? format.bytes(file.size) : ''}
            error={fileError}
            hint={t('layers.atMost', { size: format.bytes(LIMITS.packageBytes) })}
            onFile={field.onChange}
          />
        )}
      />
      <Field label={`${t('common.description')} (${t('common.optional')})`}>
        <Input maxLength={500} {...register('description')} />
      </Field>
      <fieldset>
        <legend className="mb-1 text-sm font-medium text-fg-2">{t('layers.compatible')}</legend>
        <Controller
          control={control}
          name="runtimes"
          render={({ field }) => (
            <div className="grid grid-cols-3 gap-x-3">
              {RUNTIMES.map((runtime) => (
                <Checkbox
                  key={runtime}
                  checked={field.value.includes(runtime)}
                  onChange={(checked) =>
                    field.onChange(
                      RUNTIMES.filter((other) => (other === runtime ? checked : field.value.includes(other))),
                    )
                  }
                >
                  {runtimeName(runtime)}
                </Checkbox>
              ))}
            </div>
          )}
        />
        <p className="mt-1 text-sm text-fg-3">
          {t('layers.compatibleHint')} {t('layers.where.node')} {t('layers.where.python')} {t('layers.where.java')}
        </p>
      </fieldset>
    </FormDialog>
  )
}
