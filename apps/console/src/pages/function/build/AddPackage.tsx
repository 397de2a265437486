import type { Files } from '@alcove/contract'
import { Plus } from 'lucide-react'
import { useState } from 'react'
import { toast } from '../../../components/toast.ts'
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
  const [name, setName] = useState('')
  const [version, setVersion] = useState('')
  const [error, setError] = useState('')
  const npm = manifest.path === 'package.json'
  const submit = () => {
    if (!manifest.name.test(name.trim())) return setError(t('fn.build.badPackage'))
    const text = manifest.withPackage(textIn(files, manifest.path), name.trim(), version.trim())
    if (text === null) return setError(t('fn.build.badManifest', { file: manifest.path }))
    onWrite(manifest.path, text)
    toast.success(t('fn.build.packageAdded', { name: name.trim(), file: manifest.path }))
    onClose()
  }
  return (
    <FormDialog
      title={t('fn.build.addPackage')}
      description={t('fn.build.addPackageHint', { file: manifest.path })}
      submit={t('fn.build.add')}
      disabledReason={name.trim() === '' && t('fn.build.namePackage')}
      onSubmit={submit}
      onClose={onClose}
    >
      <Field label={t('common.name')} error={error}>
        <Input
          mono
          autoComplete="off"
          spellCheck={false}
          placeholder={npm ? 'hono' : 'requests'}
          value={name}
          onChange={(event) => {
            setError('')
            setName(event.currentTarget.value)
          }}
        />
      </Field>
      <Field label={t('fn.build.packageVersion')} hint={t('fn.build.packageVersionHint')}>
        <Input
          mono
          autoComplete="off"
          spellCheck={false}
          placeholder={npm ? '^4.6.0' : '2.32.3'}
          value={version}
          onChange={(event) => setVersion(event.currentTarget.value)}
        />
      </Field>
    </FormDialog>
  )
}
