import { useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { FileArchive, FilePlus, LayoutTemplate } from 'lucide-react'
import { useEffect, useState } from 'react'
import { bucketsQuery, ensureBucket } from '../../../api/buckets.ts'
import { uploadDraft } from '../../../api/drafts.ts'
import { isApiError } from '../../../api/error.ts'
import { createFunction, deleteFunction, functionsKey, functionsQuery } from '../../../api/functions.ts'
import { spaceKey } from '../../../api/spaces.ts'
import { loadMonaco } from '../../../components/CodeEditor/index.ts'
import { LinkButton } from '../../../components/LinkButton.tsx'
import { toast } from '../../../components/toast.ts'
import { useBodyForm } from '../../../components/useBodyForm.ts'
import { useChange } from '../../../components/useChange.ts'
import { usePermission } from '../../../components/usePermission.ts'
import { useWholeList } from '../../../components/useWholeList.ts'
import { useTranslation } from '../../../i18n/index.ts'
import { paths } from '../../../navigation/paths.ts'
import { FUNCTION_STARTS, type FunctionStart } from '../../../navigation/search/function.ts'
import { Button } from '../../../ui/Button.tsx'
import { Field, Input } from '../../../ui/Field.tsx'
import { PageHeader } from '../../../ui/PageHeader.tsx'
import { Segmented } from '../../../ui/Segmented.tsx'
import { type Archive, ArchiveStart } from './archive/ArchiveStart.tsx'
import { pack } from './archive/readPackage.ts'
import { TEMPLATES, type TemplateId } from './gallery.ts'
import { firstFields, type NewFunctionFields, NewFunctionRequest, planOf, suggestedName } from './new-function-form.ts'
import { ScratchStart } from './ScratchStart.tsx'
import { TemplateAnswers } from './TemplateAnswers.tsx'
import { TemplateGallery } from './TemplateGallery.tsx'
import { WhatIsMade } from './WhatIsMade.tsx'

const ICONS = { template: LayoutTemplate, scratch: FilePlus, archive: FileArchive }

export default function NewFunctionPage() {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const { space } = useParams({ from: '/shell/s/$space/f/new' })
  const search = useSearch({ from: '/shell/s/$space/f/new' })
  const reason = usePermission(space)('functions:write')
  // The next page is the editor: load it while the form is filled in.
  useEffect(() => void loadMonaco(), [])
  const start = search.start ?? 'template'
  const template = TEMPLATES.find(({ id }) => id === search.template) ?? TEMPLATES[0]!
  const taken = (useWholeList(functionsQuery(space)).data ?? []).map(({ name }) => name)
  const buckets = useWholeList(bucketsQuery(space)).data
  const [fields] = useState(firstFields)
  const form = useBodyForm({
    fields,
    schema: NewFunctionRequest,
    bodyOf: (typed: NewFunctionFields) => ({
      ...planOf({ start, template }, typed),
      name: nameOf(typed),
      description: typed.description,
    }),
  })
  const { values, trigger, set, errorAt } = form
  // They are in the address, not in the form.
  useEffect(() => void trigger(), [start, template, trigger])
  const plan = planOf({ start, template }, values)
  const name = nameOf(values)
  const archive = start === 'archive' ? values.archive : null

  const create = useChange({
    run: async ({ bucket, archive, ...body }: NewFunctionRequest & { archive: Archive | null }) => {
      if (bucket !== null && !buckets?.some((each) => each.name === bucket)) await ensureBucket(space, bucket)
      const made = await createFunction(space, body)
      if (archive === null) return made
      try {
        await uploadDraft(space, made.name, await pack(archive.read.files), made.draft.codeHash)
        return made
      } catch (error) {
        // Without its code the function is worth nothing.
        await deleteFunction(space, made.name)
        throw error
      }
    },
    invalidates: [functionsKey(space), [...spaceKey(space), 'detail'], bucketsQuery(space).queryKey],
    onDone: (made) => {
      toast.success(t('fn.create.done', { fn: made.name }))
      void navigate(paths.code(space, made.name))
    },
    handles: (error) => isApiError(error, 'AlreadyExists'),
  })

  function nameOf({ name, archive }: NewFunctionFields): string {
    return name ?? suggestedName({ start, template }, archive, taken)
  }

  const isTaken = taken.includes(name) || (isApiError(create.error, 'AlreadyExists') && create.variables?.name === name)
  const nameError = isTaken ? 'taken' : values.name !== null && errorAt('name') ? 'badName' : null
  const problem =
    plan === null ? t('fn.create.needsArchive') : isTaken || form.isWrong ? t('fn.create.incomplete') : undefined
  const choose = (next: { start?: FunctionStart; template?: TemplateId }) =>
    void navigate({ ...paths.newFunction(space), search: { ...search, ...next }, replace: true })
  const submit = form.handleSubmit((request) => create.mutate({ ...request, archive }))

  return (
    <>
      <PageHeader title={t('shell.newFunction')}>
        <span className="text-sm text-fg-2">{t('fn.create.where', { space })}</span>
      </PageHeader>
      <form
        noValidate
        onSubmit={(event) => void submit(event)}
        className="grid min-h-0 flex-1 grid-cols-[minmax(0,1fr)_minmax(320px,30%)] border-t border-line compact:grid-cols-1"
      >
        <div className="flex min-w-0 flex-col">
          <fieldset disabled={reason !== undefined} className="grid flex-1 content-start gap-5 px-gutter py-4">
            <div className="grid gap-2">
              <h2 className="font-heading">{t('fn.create.template')}</h2>
              <Segmented
                label={t('fn.create.template')}
                value={start}
                onChange={(next) => choose({ start: next })}
                className="w-full!"
                options={FUNCTION_STARTS.map((each) => {
                  const Icon = ICONS[each]
                  return { value: each, label: t(`fn.create.start.${each}`), icon: <Icon size={14} /> }
                })}
              />
            </div>
            {start === 'template' && (
              <TemplateGallery value={template.id} onChange={(id) => choose({ template: id })} />
            )}
            {start === 'scratch' && (
              <ScratchStart value={values.scratch} onChange={(next) => set('scratch', next)} errorAt={errorAt} />
            )}
            {start === 'archive' && (
              <ArchiveStart archive={values.archive} onChange={(next) => set('archive', next)} errorAt={errorAt} />
            )}
            <div className="grid max-w-[860px] grid-cols-2 gap-4 narrow:grid-cols-1">
              <Field
                label={t('common.name')}
                hint={t('fn.create.nameHint')}
                error={nameError && t(`fn.create.${nameError}`)}
              >
                <Input
                  mono
                  required
                  autoComplete="off"
                  spellCheck={false}
                  placeholder="checkout"
                  value={name}
                  onChange={({ target }) => set('name', target.value)}
                />
              </Field>
              <Field label={`${t('common.description')} (${t('common.optional')})`}>
                <Input maxLength={500} {...form.register('description')} />
              </Field>
              {start === 'template' && (
                <TemplateAnswers
                  space={space}
                  template={template}
                  answers={values.answers}
                  onChange={(next) => set('answers', next)}
                  errorAt={errorAt}
                />
              )}
            </div>
          </fieldset>
          <div className="sticky bottom-0 flex flex-wrap items-center gap-2 border-t border-line bg-canvas px-gutter py-3">
            <Button type="submit" variant="primary" pending={create.isPending} disabledReason={reason ?? problem}>
              {t('fn.create.action')}
            </Button>
            <LinkButton {...paths.space(space)}>{t('common.cancel')}</LinkButton>
            <span className="text-sm text-fg-3">{reason ?? t('fn.create.draftOnly')}</span>
          </div>
        </div>
        {plan && (
          <WhatIsMade
            name={name}
            body={plan}
            files={archive ? textsOf(archive) : (plan.files ?? {})}
            fileCount={archive?.read.files.size}
            note={start === 'template' ? t(`fn.template.${template.id}.note`) : undefined}
          />
        )}
      </form>
    </>
  )
}

/** A look at the code: the handler's file and the top of the package. */
function textsOf({ read, handler }: Archive): Record<string, string> {
  const decoder = new TextDecoder()
  const stem = handler.slice(0, handler.lastIndexOf('.'))
  const shown = [...read.files]
    .filter(
      ([path, content]) => content.length < 100_000 && !content.subarray(0, 2000).includes(0) && !/lock/.test(path),
    )
    .toSorted(
      ([a], [b]) =>
        Number(b.startsWith(`${stem}.`)) - Number(a.startsWith(`${stem}.`)) ||
        a.split('/').length - b.split('/').length,
    )
    .slice(0, 4)
  return Object.fromEntries(shown.map(([path, content]) => [path, decoder.decode(content)]))
}
