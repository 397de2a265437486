import { Name, type Test } from '@alcove/contract'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { isApiError } from '../../../api/error.ts'
import { invocationQuery } from '../../../api/invocations.ts'
import { getTest, type NewTest, putTest, testsKey } from '../../../api/tests.ts'
import { ChangedDialog } from '../../../components/changed-meanwhile/ChangedDialog.tsx'
import { useGuardedSave } from '../../../components/changed-meanwhile/useGuardedSave.ts'
import { useTranslation } from '../../../i18n/index.ts'
import { Field, Input, Textarea } from '../../../ui/Field.tsx'
import { FormDialog } from '../../../ui/FormDialog.tsx'
import { Select } from '../../../ui/Select.tsx'
import { jsonError } from '../payload/jsonError.ts'
import { bodyOf, draftOfCall, draftOfTest, type Ends, type TestDraft } from './test-draft.ts'

interface TestDialogProps {
  space: string
  fn: string
  /** Null for a new test. */
  test: Test | null
  /** The recorded call that a new test is made of. */
  from: string | undefined
  taken: readonly string[]
  onClose: () => void
  onDone: (name: string) => void
}

const ENDS: readonly Ends[] = ['output', 'outputPartial', 'error', 'success']

export function TestDialog({ from, ...props }: TestDialogProps) {
  const call = useQuery({ ...invocationQuery(props.space, from ?? ''), enabled: from !== undefined })
  if (from !== undefined && call.isPending) return null
  return <OpenDialog {...props} initial={props.test ? draftOfTest(props.test) : draftOfCall(call.data)} />
}

function OpenDialog({
  space,
  fn,
  test,
  initial,
  taken,
  onClose,
  onDone,
}: Omit<TestDialogProps, 'from'> & { initial: TestDraft }) {
  const { t } = useTranslation()
  const [draft, setDraft] = useState(initial)
  const set = (part: Partial<TestDraft>) => setDraft({ ...draft, ...part })
  const field = (name: Exclude<keyof TestDraft, 'ends'>) => ({
    value: draft[name],
    onChange: (event: { target: { value: string } }) => set({ [name]: event.target.value }),
  })
  const save = useGuardedSave({
    item: test,
    run: (body: NewTest, seen) => putTest(space, fn, draft.name, body, seen),
    read: () => getTest(space, fn, test!.name),
    settings: (of) => bodyOf(draftOfTest(of)),
    typed: (body) => body,
    onTheirs: (theirs) => (theirs ? setDraft(draftOfTest(theirs)) : onClose()),
    invalidates: [testsKey(space, fn)],
    done: () => t('fn.tests.saved', { name: draft.name }),
    onDone: () => onDone(draft.name),
    handles: (error) => isApiError(error) && error.fields.length > 0,
  })
  const failed = isApiError(save.error) ? save.error.fields : []
  const errorAt = (path: string) => failed.find((one) => one.path.startsWith(path))?.message
  const nameError =
    draft.name !== '' && !Name.safeParse(draft.name).success
      ? t('common.nameRule')
      : test === null && taken.includes(draft.name)
        ? t('fn.tests.taken')
        : null
  const compares = draft.ends === 'output' || draft.ends === 'outputPartial'
  const problem =
    (draft.name === '' && t('fn.tests.needsName')) ||
    nameError ||
    jsonError(draft.event) ||
    (compares && jsonError(draft.output)) ||
    (draft.maxDurationMs !== '' && !(Number(draft.maxDurationMs) > 0) && t('fn.tests.badDuration'))
  return (
    <FormDialog
      title={test ? t('fn.tests.editTitle', { name: test.name }) : t('fn.tests.new')}
      description={t('fn.tests.dialogHint')}
      submit={t('common.save')}
      width={720}
      pending={save.isPending}
      disabledReason={problem}
      onSubmit={() => save.mutate(bodyOf(draft))}
      onClose={onClose}
    >
      <div className="grid grid-cols-2 gap-4 narrow:grid-cols-1">
        <Field label={t('common.name')} error={nameError}>
          <Input mono readOnly={test !== null} placeholder="gift-card-usd" autoComplete="off" {...field('name')} />
        </Field>
        <Field label={`${t('common.description')} (${t('common.optional')})`}>
          <Input maxLength={500} {...field('description')} />
        </Field>
      </div>
      <Field label={t('fn.tests.event')} error={jsonError(draft.event) ?? errorAt('event')}>
        <Textarea mono rows={7} spellCheck={false} {...field('event')} />
      </Field>
      <Field label={t('fn.tests.ends')} hint={t(`fn.tests.endsHint.${draft.ends}`)}>
        <Select
          value={draft.ends}
          options={ENDS.map((value) => ({ value, label: t(`fn.tests.endsName.${value}`) }))}
          onChange={(ends) => set({ ends })}
        />
      </Field>
      {compares && (
        <>
          <Field label={t('fn.tests.output')} error={jsonError(draft.output) ?? errorAt('expect.output')}>
            <Textarea mono rows={7} spellCheck={false} {...field('output')} />
          </Field>
          <Field label={t('fn.tests.ignore')} hint={t('fn.tests.ignoreHint')} error={errorAt('expect.ignore')}>
            <Textarea mono rows={2} spellCheck={false} placeholder="body.at" {...field('ignore')} />
          </Field>
        </>
      )}
      {draft.ends === 'error' && (
        <div className="grid grid-cols-2 gap-4 narrow:grid-cols-1">
          <Field label={t('fn.tests.errorName')} hint={t('fn.tests.errorNameHint')}>
            <Input mono placeholder="RangeError" {...field('errorName')} />
          </Field>
          <Field label={t('fn.tests.errorMessage')} hint={t('fn.tests.errorMessageHint')}>
            <Input {...field('errorMessage')} />
          </Field>
        </div>
      )}
      <div className="grid grid-cols-[minmax(0,1fr)_minmax(0,2fr)] gap-4 narrow:grid-cols-1">
        <Field label={t('fn.tests.maxDuration')} error={errorAt('expect.maxDurationMs')}>
          <Input mono inputMode="numeric" placeholder="500" {...field('maxDurationMs')} />
        </Field>
        <Field label={t('fn.tests.logs')} hint={t('fn.tests.logsHint')} error={errorAt('expect.logs')}>
          <Textarea mono rows={2} spellCheck={false} placeholder="^priced \d+" {...field('logs')} />
        </Field>
      </div>
      {test && save.conflict && <ChangedDialog name={test.name} conflict={save.conflict} pending={save.isPending} />}
    </FormDialog>
  )
}
