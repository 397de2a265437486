import type { Files } from '@alcove/contract'
import { zodResolver } from '@hookform/resolvers/zod'
import { Plus } from 'lucide-react'
import { useState } from 'react'
import { z } from 'zod'
import { toast } from '../../../components/toast.ts'
import { useLiveForm } from '../../../components/useLiveForm.ts'
import { useTranslation } from '../../../i18n/index.ts'
import { Button } from '../../../ui/Button.tsx'
import { Field, Input } from '../../../ui/Field.tsx'
import { FormDialog } from '../../../ui/FormDialog.tsx'
import { type Manifest, manifestFor, textIn } from './dependency.ts'

interface AddPackageProps {
  runtime: string
  files: Files
  readOnlyReason: string | undefined
  /** Saves the file, which starts the build. */
  onWrite(path: string, text: string): void
}

/** Adds a package to the file that names what the function needs. */
export function AddPackage({ runtime, readOnlyReason, ...rest }: AddPackageProps) {
  const { t } = useTranslation()
  const [open, setOpen] = useState(false)
  const manifest = manifestFor(runtime)
  if (!manifest) return null
  return (
    <div className="border-t border-line p-2">
      <Button size="sm" icon={<Plus size={13} />} disabledReason={readOnlyReason} onClick={() => setOpen(true)}>
        {t('fn.build.addPackage')}
      </Button>
      {open && <AddDialog {...rest} manifest={manifest} onClose={() => setOpen(false)} />}
    </div>
  )
}

interface AddDialogProps extends Pick<AddPackageProps, 'files' | 'onWrite'> {
  manifest: Manifest
  onClose(): void
}

function AddDialog({ manifest, files, onWrite, onClose }: AddDialogProps) {
  const { t } = useTranslation()
  const { register, handleSubmit, setError, formState, values } = useLiveForm({
    resolver: zodResolver(
      z.object({ name: z.string().trim().regex(manifest.name, t('fn.build.badPackage')), version: z.string().trim() }),
    ),
    defaultValues: { name: '', version: '' },
  })
  const npm = manifest.path === 'package.json'
  const unnamed = values.name.trim() === ''
  const wrong = unnamed ? undefined : formState.errors.name?.message
  const submit = handleSubmit(({ name, version }) => {
    const text = manifest.withPackage(textIn(files, manifest.path), name, version)
    if (text === null) return setError('name', { message: t('fn.build.badManifest', { file: manifest.path }) })
    onWrite(manifest.path, text)
    toast.success(t('fn.build.packageAdded', { name, file: manifest.path }))
    onClose()
  })
  return (
    <FormDialog
      title={t('fn.build.addPackage')}
      description={t('fn.build.addPackageHint', { file: manifest.path })}
      submit={t('fn.build.add')}
      disabledReason={unnamed ? t('fn.build.namePackage') : wrong}
      onSubmit={submit}
      onClose={onClose}
    >
      <Field label={t('common.name')} error={wrong}>
        <Input
          mono
          autoComplete="off"
          spellCheck={false}
          placeholder={npm ? 'hono' : 'requests'}
          {...register('name')}
        />
      </Field>
      <Field label={t('fn.build.packageVersion')} hint={t('fn.build.packageVersionHint')}>
        <Input
          mono
          autoComplete="off"
          spellCheck={false}
          placeholder={npm ? '^4.6.0' : '2.32.3'}
          {...register('version')}
        />
      </Field>
    </FormDialog>
  )
}
