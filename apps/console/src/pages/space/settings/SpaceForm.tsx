import { type Space, UpdateSpace } from '@alcove/contract'
import { zodResolver } from '@hookform/resolvers/zod'
import { useNavigate } from '@tanstack/react-router'
import { useForm, useWatch } from 'react-hook-form'
import { isApiError } from '../../../api/error.ts'
import { spaceKey, spacesQuery } from '../../../api/spaces.ts'
import { ChangedDialog } from '../../../components/changed-meanwhile/ChangedDialog.tsx'
import { useSpaceSave } from '../../../components/changed-meanwhile/useSpaceSave.ts'
import { useDenied } from '../../../components/useDenied.ts'
import { useTranslation } from '../../../i18n/index.ts'
import { paths } from '../../../navigation/paths.ts'
import { Button } from '../../../ui/Button.tsx'
import { Field, Input, Textarea } from '../../../ui/Field.tsx'

const Fields = UpdateSpace.pick({ name: true, description: true }).required()

/** Name and description. A new name changes the address: the form says so before saving. */
export function SpaceForm({ space }: { space: Space }) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const denied = useDenied(space)('spaces:write')
  const form = useForm({
    resolver: zodResolver(Fields),
    defaultValues: { name: space.name, description: space.description },
  })
  const { errors, isDirty } = form.formState
  const renamed = useWatch({ control: form.control, name: 'name' }) !== space.name
  const save = useSpaceSave<'name' | 'description'>({
    space,
    dirty: isDirty,
    settings: ({ name, description }) => ({ name, description }),
    show: (saved) => form.reset(saved),
    invalidates: [spacesQuery.queryKey],
    done: () => t('spaces.saved'),
    onDone: async (updated, _input, client) => {
      if (updated.name !== space.name) await navigate({ ...paths.spaceSettings(updated.name), replace: true })
      await client.invalidateQueries({ queryKey: spaceKey(updated.name) })
    },
    handles: (error) => {
      if (!isApiError(error, 'AlreadyExists')) return false
      form.setError('name', { type: 'taken', message: t('errors.AlreadyExists') })
      return true
    },
  })
  return (
    <form
      noValidate
      className="grid max-w-[720px] gap-4 px-gutter"
      onSubmit={form.handleSubmit((body) => save.mutate(body))}
    >
      <Field
        label={t('common.name')}
        hint={renamed ? t('spaces.renameMeans') : undefined}
        error={errors.name && (errors.name.type === 'taken' ? errors.name.message : t('common.nameRule'))}
      >
        <Input mono autoComplete="off" {...form.register('name')} readOnly={denied !== null} />
      </Field>
      <Field label={t('common.description')} error={errors.description && t('spaces.descriptionTooLong')}>
        <Textarea rows={2} {...form.register('description')} readOnly={denied !== null} />
      </Field>
      <div>
        <Button
          type="submit"
          variant="primary"
          pending={save.isPending}
          disabledReason={denied ?? (isDirty ? null : t('common.nothingChanged'))}
        >
          {t('common.save')}
        </Button>
      </div>
      {save.conflict && <ChangedDialog name={space.name} conflict={save.conflict} pending={save.isPending} />}
    </form>
  )
}
