import { zodResolver } from '@hookform/resolvers/zod'
import { useQuery } from '@tanstack/react-query'
import { Controller, useForm } from 'react-hook-form'
import { z } from 'zod'
import { aliasesQuery, putAlias } from '../../../api/aliases.ts'
import { functionKey, functionQuery } from '../../../api/functions.ts'
import { publishVersion } from '../../../api/versions.ts'
import { useChange } from '../../../components/useChange.ts'
import { usePermission } from '../../../components/usePermission.ts'
import { useTranslation } from '../../../i18n/index.ts'
import { FormDialog } from '../../../ui/FormDialog.tsx'
import { Field, Input } from '../../../ui/Field.tsx'
import { Select } from '../../../ui/Select.tsx'
import { configurationChanges } from '../changes/configurationChanges.ts'
import { notBuilt } from '../build/notBuilt.ts'
import { useBuild } from '../build/useBuild.ts'
import { changesBetween } from '../files/files.ts'
import { ChangeSummary } from './ChangeSummary.tsx'
import { TestsOfDraft } from './TestsOfDraft.tsx'
import { useDraftTests } from './useDraftTests.ts'
import { useNextStep } from './useNextStep.ts'
import { useSnapshot } from './useSnapshot.ts'
import { useWholeList } from '../../../components/useWholeList.ts'

interface PublishDialogProps {
  space: string
  fn: string
  onClose(): void
}

const NO_ALIAS = '-'
/** Offered with the first version: what callers name. */
const FIRST_ALIAS = 'live'

const Fields = z.object({ note: z.string().max(500), alias: z.string() })
type Fields = z.infer<typeof Fields>

/** Shows what is new, then freezes the draft as the next version. */
export function PublishDialog({ space, fn, onClose }: PublishDialogProps) {
  const { t } = useTranslation()
  const { data: details } = useQuery(functionQuery(space, fn))
  const first = details?.counts.aliases === 0
  const { register, control, handleSubmit } = useForm<Fields>({
    resolver: zodResolver(Fields),
    // Nobody calls a function without an alias yet, so this cannot harm.
    defaultValues: { note: '', alias: first ? FIRST_ALIAS : NO_ALIAS },
  })
  const aliases = useWholeList(aliasesQuery(space, fn)).data ?? []
  const { build } = useBuild(space, fn, details?.draft.codeHash ?? '')
  const latest = details?.latestVersion ?? null
  const before = useSnapshot(space, fn, latest === null ? undefined : String(latest))
  const draft = useSnapshot(space, fn, 'draft')
  const files = draft.data && before.data ? changesBetween(before.data.files, draft.data.files) : []
  const settings =
    draft.data && before.data ? configurationChanges(before.data.configuration, draft.data.configuration) : []
  const known = draft.data !== undefined && (latest === null || before.data !== undefined)
  const same = known && latest !== null && files.length === 0 && settings.length === 0

  const why = usePermission(space)
  const unbuilt = notBuilt(t, build)
  const tests = useDraftTests(space, fn, {
    revision: details?.draft.revision,
    canRun: known && !same && unbuilt === null && why('functions:invoke') === undefined,
  })

  const sayPublished = useNextStep(space, fn)
  const move = useChange({
    run: ({ version, alias }: { version: number; alias: string }) =>
      putAlias(space, fn, alias, { version }, aliases.find(({ name }) => name === alias)?.etag ?? null),
    invalidates: [functionKey(space, fn)],
    onDone: (_, { version, alias }) => sayPublished(version, alias),
  })
  const publish = useChange({
    run: ({ note }: Fields) => publishVersion(space, fn, note),
    invalidates: [functionKey(space, fn)],
    onDone: ({ version }, { alias }) => {
      // A separate step: when it fails, the version still exists.
      if (alias === NO_ALIAS) sayPublished(version)
      else move.mutate({ version, alias })
      onClose()
    },
  })

  return (
    <FormDialog
      onClose={onClose}
      title={t('fn.versions.publish')}
      description={latest === null ? t('fn.versions.first') : t('fn.versions.since', { version: latest })}
      submit={latest === null ? t('fn.versions.publishFirst') : t('fn.versions.publishNext')}
      pending={publish.isPending}
      disabledReason={
        unbuilt ??
        (same
          ? t('fn.versions.nothingNew', { version: latest })
          : tests.progress && t('fn.tests.publishWaits', { done: tests.progress.length, count: tests.count }))
      }
      onSubmit={handleSubmit((fields) => publish.mutate(fields))}
    >
      <ChangeSummary loading={!known} first={latest === null} files={files} settings={settings} version={latest} />
      <TestsOfDraft space={space} fn={fn} tests={tests} invokeReason={why('functions:invoke')} />
      <Field label={t('fn.versions.note')} hint={t('fn.versions.noteHint')}>
        <Input maxLength={500} {...register('note')} />
      </Field>
      {(aliases.length > 0 || first) && (
        <Field label={t('fn.versions.thenMove')}>
          <Controller
            control={control}
            name="alias"
            render={({ field }) => (
              <Select
                value={field.value}
                onChange={field.onChange}
                options={[
                  { value: NO_ALIAS, label: t('fn.versions.moveNone') },
                  ...(first ? [{ value: FIRST_ALIAS, label: FIRST_ALIAS, hint: t('fn.versions.newAlias') }] : []),
                  ...aliases.map(({ name, version }) => ({
                    value: name,
                    label: name,
                    hint: t('fn.versions.nowAt', { version }),
                  })),
                ]}
              />
            )}
          />
        </Field>
      )}
    </FormDialog>
  )
}
