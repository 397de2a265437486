import { CreateFunction, LIMITS, RUNTIMES } from '@alcove/contract'
import { zodResolver } from '@hookform/resolvers/zod'
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { Controller, useForm, useWatch } from 'react-hook-form'
import type { z } from 'zod'
import { engineQuery } from '../../../api/engine.ts'
import { isApiError } from '../../../api/error.ts'
import { createFunction, functionsKey } from '../../../api/functions.ts'
import { spaceKey } from '../../../api/spaces.ts'
import { loadMonaco } from '../../../components/CodeEditor/index.ts'
import { LinkButton } from '../../../components/LinkButton.tsx'
import { toast } from '../../../components/toast.ts'
import { useChange } from '../../../components/useChange.ts'
import { useTranslation } from '../../../i18n/index.ts'
import { paths } from '../../../navigation/paths.ts'
import { Button } from '../../../ui/Button.tsx'
import { Field, Input } from '../../../ui/Field.tsx'
import { PageHeader } from '../../../ui/PageHeader.tsx'
import { RadioList } from '../../../ui/RadioList.tsx'
import { runtimeName } from '../../../components/runtimes.ts'
import { firstOf, type TemplateId, TEMPLATES, templatesFor } from './templates.ts'
import { TemplatePicker } from './TemplatePicker.tsx'
import { usePermission } from '../../../components/usePermission.ts'

const Form = CreateFunction.pick({ name: true, description: true, runtime: true, memoryMb: true, timeoutSeconds: true })

export default function NewFunctionPage() {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const { space } = useParams({ from: '/shell/s/$space/f/new' })
  const search = useSearch({ from: '/shell/s/$space/f/new' })
  const reason = usePermission(space)('functions:write')
  // The next page is the editor: load it while the form is filled in.
  useEffect(() => void loadMonaco(), [])
  const wanted = TEMPLATES.find(({ id }) => id === search.template) ?? TEMPLATES[0]!
  const [template, setTemplate] = useState<TemplateId>(wanted.id)
  const runtimes = useQuery(engineQuery).data?.runtimes
  const { register, control, handleSubmit, setError, formState } = useForm<
    z.input<typeof Form>,
    unknown,
    z.output<typeof Form>
  >({
    resolver: zodResolver(Form),
    mode: 'onChange',
    defaultValues: {
      name: '',
      description: '',
      runtime: firstOf(wanted.family),
      memoryMb: LIMITS.memoryMb.default,
      timeoutSeconds: LIMITS.timeoutSeconds.default,
    },
  })
  const { errors } = formState
  const runtime = useWatch({ control, name: 'runtime' })
  const templates = templatesFor(runtime)
  const chosen = templates.find(({ id }) => id === template) ?? templates[0]!
  const create = useChange({
    run: (values: z.output<typeof Form>) => {
      const { handler, files } = chosen
      return createFunction(space, { ...values, handler, files })
    },
    invalidates: [functionsKey(space), [...spaceKey(space), 'detail']],
    onDone: ({ name }) => {
      toast.success(t('fn.create.done', { fn: name }))
      void navigate(paths.code(space, name))
    },
    handles: (error) => {
      if (!isApiError(error, 'AlreadyExists')) return false
      setError('name', { type: 'taken' })
      return true
    },
  })

  return (
    <>
      <PageHeader title={t('shell.newFunction')}>
        <span className="text-sm text-fg-2">{t('fn.create.where', { space })}</span>
      </PageHeader>
      <form
        noValidate
        className="grid gap-5 border-t border-line px-gutter py-5"
        onSubmit={handleSubmit((values) => create.mutate(values))}
      >
        <div className="grid max-w-[720px] gap-5">
          <Field
            label={t('common.name')}
            hint={t('fn.create.nameHint')}
            error={errors.name && t(errors.name.type === 'taken' ? 'fn.create.taken' : 'fn.create.badName')}
          >
            {/* The page is this form, so its first field gets the focus. */}
            {/* oxlint-disable-next-line jsx-a11y/no-autofocus */}
            <Input mono autoFocus autoComplete="off" spellCheck={false} placeholder="checkout" {...register('name')} />
          </Field>
          <Field label={`${t('common.description')} (${t('common.optional')})`} error={errors.description?.message}>
            <Input {...register('description')} />
          </Field>
        </div>
        <div className="grid max-w-[1040px] gap-1">
          <span className="text-sm font-medium text-fg-2">{t('fn.config.runtime')}</span>
          <Controller
            control={control}
            name="runtime"
            render={({ field }) => (
              <RadioList
                label={t('fn.config.runtime')}
                columns={3}
                value={field.value}
                onChange={field.onChange}
                options={RUNTIMES.map((name) => {
                  const known = runtimes?.find((other) => other.name === name)
                  return {
                    value: name,
                    label: runtimeName(name),
                    hint: known?.version,
                    disabledReason:
                      known?.available === false && t('fn.config.runtimeMissing', { remedy: known.remedy ?? '' }),
                  }
                })}
              />
            )}
          />
        </div>
        <TemplatePicker templates={templates} value={chosen.id} onChange={setTemplate} />
        <div className="grid max-w-[720px] grid-cols-2 gap-4 narrow:grid-cols-1">
          <Field
            label={t('fn.config.memory')}
            hint={t('fn.config.range', LIMITS.memoryMb)}
            error={errors.memoryMb && t('fn.config.badRange', LIMITS.memoryMb)}
          >
            <Input type="number" {...register('memoryMb', { valueAsNumber: true })} />
          </Field>
          <Field
            label={t('fn.config.timeout')}
            hint={t('fn.config.range', LIMITS.timeoutSeconds)}
            error={errors.timeoutSeconds && t('fn.config.badRange', LIMITS.timeoutSeconds)}
          >
            <Input type="number" {...register('timeoutSeconds', { valueAsNumber: true })} />
          </Field>
        </div>
        <div className="flex items-center gap-2">
          <Button type="submit" variant="primary" pending={create.isPending} disabledReason={reason}>
            {t('fn.create.action')}
          </Button>
          <LinkButton {...paths.space(space)}>{t('common.cancel')}</LinkButton>
          {reason && <span className="text-sm text-fg-3">{reason}</span>}
        </div>
      </form>
    </>
  )
}
