import { CreateFunction, Name, type NewFunction } from '@alcove/contract'
import { useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { FileArchive, FilePlus, LayoutTemplate } from 'lucide-react'
import { type FormEvent, useEffect, useState } from 'react'
import type { z } from 'zod'
import { bucketsQuery, ensureBucket } from '../../../api/buckets.ts'
import { uploadDraft } from '../../../api/drafts.ts'
import { isApiError } from '../../../api/error.ts'
import { createFunction, deleteFunction, functionsKey, functionsQuery } from '../../../api/functions.ts'
import { spaceKey } from '../../../api/spaces.ts'
import { loadMonaco } from '../../../components/CodeEditor/index.ts'
import { LinkButton } from '../../../components/LinkButton.tsx'
import { toast } from '../../../components/toast.ts'
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
import { type Answers, bodyOf, TEMPLATES, type TemplateId } from './gallery.ts'
import { isValid, type Scratch, ScratchStart } from './ScratchStart.tsx'
import { FIRST_RUNTIME, starterOf } from './starters.ts'
import { TemplateAnswers } from './TemplateAnswers.tsx'
import { TemplateGallery } from './TemplateGallery.tsx'
import { WhatIsMade } from './WhatIsMade.tsx'

const ICONS = { template: LayoutTemplate, scratch: FilePlus, archive: FileArchive }

/** Everything about the function but its name and description. */
interface Plan {
  body: Omit<z.input<typeof NewFunction>, 'name' | 'description'>
  /** Replaces the draft's code once the function is there. */
  archive: Archive | null
  /** A bucket to make first. */
  bucket: string | null
  suggestedName: string
}

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
  // Each start keeps its input while another one is shown.
  const [answers, setAnswers] = useState<Answers>(firstAnswers)
  const [scratch, setScratch] = useState<Scratch>({
    runtime: FIRST_RUNTIME,
    shape: 'event',
    memoryMb: 256,
    timeoutSeconds: 30,
  })
  const [archive, setArchive] = useState<Archive | null>(null)
  /** Null: nothing was typed, so the suggestion is used. */
  const [typed, setTyped] = useState<string | null>(null)
  const [description, setDescription] = useState('')
  const [refused, setRefused] = useState<string | null>(null)

  const plan = planOf()
  const name = typed ?? freeName(plan?.suggestedName ?? '', taken)
  const nameProblem =
    taken.includes(name) || refused === name ? 'taken' : Name.safeParse(name).success ? null : 'badName'
  const ready = plan !== null && nameProblem === null && problemOf() === null

  const create = useChange({
    run: async ({ body, archive, bucket }: Plan) => {
      if (bucket !== null) await ensureBucket(space, bucket)
      const made = await createFunction(space, { ...body, name, description })
      if (archive === null) return made
      try {
        await uploadDraft(space, name, await pack(archive.read.files), made.draft.codeHash)
        return made
      } catch (error) {
        // Without its code the function is worth nothing.
        await deleteFunction(space, name)
        throw error
      }
    },
    invalidates: [functionsKey(space), [...spaceKey(space), 'detail'], bucketsQuery(space).queryKey],
    onDone: () => {
      toast.success(t('fn.create.done', { fn: name }))
      void navigate(paths.code(space, name))
    },
    handles: (error) => {
      if (!isApiError(error, 'AlreadyExists')) return false
      setRefused(name)
      return true
    },
  })

  function planOf(): Plan | null {
    if (start === 'scratch') {
      const { shape, ...settings } = scratch
      const starter = starterOf(scratch.runtime, shape)
      return { body: { ...settings, ...starter }, archive: null, bucket: null, suggestedName: '' }
    }
    if (start === 'archive') {
      if (archive === null) return null
      const { runtime, handler, variables } = archive
      const environment = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== ''))
      return { body: { runtime, handler, environment }, archive, bucket: null, suggestedName: nameFrom(archive.name) }
    }
    const missing = template.needs.includes('bucket') && !buckets?.some(({ name }) => name === answers.bucket)
    return {
      body: bodyOf(template, answers),
      archive: null,
      bucket: missing ? answers.bucket : null,
      suggestedName: template.id,
    }
  }

  /** Why the choice cannot be used yet. Each is shown beside its field. */
  function problemOf(): 'incomplete' | null {
    const whole = {
      scratch: () => isValid(scratch),
      archive: () => CreateFunction.shape.handler.safeParse(archive?.handler).success,
      template: () => !template.needs.includes('bucket') || Name.safeParse(answers.bucket).success,
    }
    return whole[start]() ? null : 'incomplete'
  }

  const choose = (next: { start?: FunctionStart; template?: TemplateId }) =>
    void navigate({ ...paths.newFunction(space), search: { ...search, ...next }, replace: true })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (ready) create.mutate(plan)
  }

  return (
    <>
      <PageHeader title={t('shell.newFunction')}>
        <span className="text-sm text-fg-2">{t('fn.create.where', { space })}</span>
      </PageHeader>
      <form
        noValidate
        onSubmit={submit}
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
            {start === 'scratch' && <ScratchStart value={scratch} onChange={setScratch} />}
            {start === 'archive' && <ArchiveStart archive={archive} onChange={setArchive} />}
            <div className="grid max-w-[860px] grid-cols-2 gap-4 narrow:grid-cols-1">
              <Field
                label={t('common.name')}
                hint={t('fn.create.nameHint')}
                error={
                  nameProblem !== null && (typed !== null || nameProblem === 'taken')
                    ? t(`fn.create.${nameProblem}`)
                    : null
                }
              >
                <Input
                  mono
                  autoComplete="off"
                  spellCheck={false}
                  placeholder="checkout"
                  value={name}
                  onChange={({ target }) => setTyped(target.value)}
                />
              </Field>
              <Field label={`${t('common.description')} (${t('common.optional')})`}>
                <Input maxLength={500} value={description} onChange={({ target }) => setDescription(target.value)} />
              </Field>
              {start === 'template' && (
                <TemplateAnswers space={space} template={template} answers={answers} onChange={setAnswers} />
              )}
            </div>
          </fieldset>
          <div className="sticky bottom-0 flex flex-wrap items-center gap-2 border-t border-line bg-canvas px-gutter py-3">
            <Button
              type="submit"
              variant="primary"
              pending={create.isPending}
              disabledReason={reason ?? (ready ? undefined : t('fn.create.incomplete'))}
            >
              {t('fn.create.action')}
            </Button>
            <LinkButton {...paths.space(space)}>{t('common.cancel')}</LinkButton>
            <span className="text-sm text-fg-3">{reason ?? t('fn.create.draftOnly')}</span>
          </div>
        </div>
        {plan && (
          <WhatIsMade
            name={name}
            body={plan.body}
            files={plan.archive ? textsOf(plan.archive) : (plan.body.files ?? {})}
            fileCount={plan.archive?.read.files.size}
            note={start === 'template' ? t(`fn.template.${template.id}.note`) : undefined}
          />
        )}
      </form>
    </>
  )
}

/** A secret as https://www.standardwebhooks.com writes it: 256 bits in base64. */
function firstAnswers(): Answers {
  const random = crypto.getRandomValues(new Uint8Array(32))
  return {
    bucket: 'uploads',
    function: '',
    timezone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    secrets: { WEBHOOK_SECRET: `whsec_${btoa(String.fromCharCode(...random))}` },
  }
}

/** The suggestion, with a number if there is such a function already. */
function freeName(suggestion: string, taken: readonly string[]): string {
  for (let number = 1; ; number += 1) {
    const name = number === 1 ? suggestion : `${suggestion}-${number}`
    if (!taken.includes(name)) return name
  }
}

/** A name from that of a file or folder. */
const nameFrom = (text: string): string =>
  text
    .toLowerCase()
    .replace(/-(main|master|v?\d[\w.]*)$/, '')
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replace(/^[^a-z]+|-+$/g, '')
    .slice(0, 63)

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
