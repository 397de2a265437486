import { CreateSpace } from '@alcove/contract'
import { zodResolver } from '@hookform/resolvers/zod'
import { useNavigate } from '@tanstack/react-router'
import { Controller, useForm } from 'react-hook-form'
import type { z } from 'zod'
import { createSpace, spacesQuery } from '../../api/spaces.ts'
import { isApiError } from '../../api/error.ts'
import { FormError } from '../../components/FormError.tsx'
import { LinkButton } from '../../components/LinkButton.tsx'
import { useChange } from '../../components/useChange.ts'
import { VisibilityChoice } from '../../components/VisibilityChoice.tsx'
import { useTranslation } from '../../i18n/index.ts'
import { paths } from '../../navigation/paths.ts'
import { Button } from '../../ui/Button.tsx'
import { Checkbox } from '../../ui/Checkbox.tsx'
import { Field, Textarea } from '../../ui/Field.tsx'
import { NewNameInput } from '../../ui/NewNameInput.tsx'
import { PageHeader } from '../../ui/PageHeader.tsx'

export default function NewSpacePage() {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const form = useForm<z.input<typeof CreateSpace>, unknown, CreateSpace>({
    resolver: zodResolver(CreateSpace),
    defaultValues: { name: '', description: '', visibility: 'private', requireIsolation: false },
  })
  const { errors } = form.formState
  const create = useChange({
    run: createSpace,
    invalidates: [spacesQuery.queryKey, ['overview']],
    done: (space) => t('spaces.created', { space: space.name }),
    onDone: (space) => void navigate(paths.space(space.name)),
    handles: (error) => {
      if (isApiError(error, 'AlreadyExists'))
        form.setError('name', { type: 'taken', message: t('errors.AlreadyExists') })
      else form.setError('root', { message: error instanceof Error ? error.message : String(error) })
      return true
    },
  })
  return (
    <>
      <PageHeader title={t('shell.newSpace')} />
      <div className="border-t border-line">
        <form
          onSubmit={form.handleSubmit((space) => create.mutate(space))}
          noValidate
          className="grid max-w-[720px] gap-5 px-gutter py-5"
        >
          <FormError message={errors.root?.message} />
          <Field
            label={t('common.name')}
            hint={t('common.nameRule')}
            error={errors.name && (errors.name.type === 'taken' ? errors.name.message : t('common.nameRule'))}
          >
            <NewNameInput placeholder="storefront" {...form.register('name')} />
          </Field>
          <Field
            label={`${t('common.description')} (${t('common.optional')})`}
            error={errors.description && t('spaces.descriptionTooLong')}
          >
            <Textarea rows={2} {...form.register('description')} />
          </Field>
          <div className="grid gap-1">
            <span className="text-sm font-medium text-fg-2">{t('spaces.visibility')}</span>
            <Controller
              control={form.control}
              name="visibility"
              render={({ field }) => <VisibilityChoice value={field.value ?? 'private'} onChange={field.onChange} />}
            />
          </div>
          <Controller
            control={form.control}
            name="requireIsolation"
            render={({ field }) => (
              <Checkbox checked={field.value ?? false} onChange={field.onChange}>
                {t('spaces.requireIsolation')}
                <span className="block text-sm text-fg-3">{t('spaces.requireIsolationMeans')}</span>
              </Checkbox>
            )}
          />
          <div className="flex gap-2">
            <Button type="submit" variant="primary" pending={create.isPending}>
              {t('spaces.create')}
            </Button>
            <LinkButton {...paths.spaces()} variant="ghost">
              {t('common.cancel')}
            </LinkButton>
          </div>
        </form>
      </div>
    </>
  )
}
