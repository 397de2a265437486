import type { Test } from '@alcove/contract'
import { useQuery } from '@tanstack/react-query'
import { isApiError } from '../../../api/error.ts'
import { invocationQuery } from '../../../api/invocations.ts'
import { getTest, putTest, testsKey } from '../../../api/tests.ts'
import { ChangedDialog } from '../../../components/changed-meanwhile/ChangedDialog.tsx'
import { useGuardedSave } from '../../../components/changed-meanwhile/useGuardedSave.ts'
import { useBodyForm } from '../../../components/useBodyForm.ts'
import { useTranslation } from '../../../i18n/index.ts'
import { Field, Input, Textarea } from '../../../ui/Field.tsx'
import { FormDialog } from '../../../ui/FormDialog.tsx'
import { Select } from '../../../ui/Select.tsx'
import { bodyOf, draftOfCall, draftOfTest, type Ends, requestOf, type TestDraft, TestRequest } from './test-draft.ts'

interface TestDialogProps {
  space: string
  fn: string
  /** Null for a new test. */
  test: Test | null
  /** The recorded call that a new test is made of. */
  from: string | undefined
  /** What a new test begins with when it is made of nothing. */
  empty: TestDraft
  taken: readonly string[]
  onClose: () => void
  onDone: (name: string) => void
}

const ENDS: readonly Ends[] = ['output', 'outputPartial', 'error', 'success']

export function TestDialog({ from, empty, ...props }: TestDialogProps) {
  const call = useQuery({ ...invocationQuery(props.space, from ?? ''), enabled: from !== undefined })
  if (from !== undefined && call.isPending) return null
  const initial = props.test ? draftOfTest(props.test) : call.data ? draftOfCall(call.data) : empty
  return <OpenDialog {...props} initial={initial} />
}

function OpenDialog({
  space,
  fn,
  test,
  initial,
  taken: takenNames,
  onClose,
  onDone,
}: Omit<TestDialogProps, 'from' | 'empty'> & { initial: TestDraft }) {
  const { t } = useTranslation()
  const form = useBodyForm({ fields: initial, schema: TestRequest, bodyOf: requestOf })
  const { register, values } = form
  const save = useGuardedSave({
    item: test,
    run: (request: TestRequest, seen) => putTest(space, fn, request.name, bodyOf(request), seen),
    read: () => getTest(space, fn, test!.name),
    settings: (of) => bodyOf(TestRequest.parse(requestOf(draftOfTest(of)))),
    typed: bodyOf,
    onTheirs: (theirs) => (theirs ? form.reset(draftOfTest(theirs)) : onClose()),
    invalidates: [testsKey(space, fn)],
    done: () => t('fn.tests.saved', { name: values.name }),
    onDone: () => onDone(values.name),
    handles: (error) => isApiError(error) && error.fields.length > 0,
  })
  const refused = isApiError(save.error) ? save.error.fields : []
  const errorAt = (path: string, sent = path) =>
    form.errorAt(path) ?? refused.find((field) => field.path.startsWith(sent))?.message
  const taken = test === null && takenNames.includes(values.name)
  const nameError =
    values.name === '' ? null : form.errorAt('name') ? t('common.nameRule') : taken ? t('fn.tests.taken') : null
  const compares = values.ends === 'output' || values.ends === 'outputPartial'
  const problem = (values.name === '' && t('fn.tests.needsName')) || nameError || (form.isWrong && t('fn.tests.wrong'))
  return (
    <FormDialog
      title={test ? t('fn.tests.editTitle', { name: test.name }) : t('fn.tests.new')}
      description={t('fn.tests.dialogHint')}
      submit={t('common.save')}
      width={720}
      pending={save.isPending}
      disabledReason={problem}
      onSubmit={form.handleSubmit((request) => save.mutate(request))}
      onClose={onClose}
    >
      <div className="grid grid-cols-2 gap-4 narrow:grid-cols-1">
        <Field label={t('common.name')} error={nameError}>
          <Input mono readOnly={test !== null} placeholder="gift-card-usd" autoComplete="off" {...register('name')} />
        </Field>
        <Field label={`${t('common.description')} (${t('common.optional')})`}>
          <Input maxLength={500} {...register('description')} />
        </Field>
      </div>
      <Field label={t('fn.tests.event')} error={errorAt('eventText', 'event')}>
        <Textarea mono rows={7} spellCheck={false} {...register('event')} />
      </Field>
      <Field label={t('fn.tests.ends')} hint={t(`fn.tests.endsHint.${values.ends}`)}>
        <Select
          value={values.ends}
          options={ENDS.map((value) => ({ value, label: t(`fn.tests.endsName.${value}`) }))}
          onChange={(ends) => form.set('ends', ends)}
        />
      </Field>
      {compares && (
        <>
          <Field label={t('fn.tests.output')} error={errorAt(values.ends, `expect.${values.ends}`)}>
            <Textarea mono rows={7} spellCheck={false} {...register('output')} />
          </Field>
          <Field label={t('fn.tests.ignore')} hint={t('fn.tests.ignoreHint')} error={errorAt('expect.ignore')}>
            <Textarea mono rows={2} spellCheck={false} placeholder="body.at" {...register('ignore')} />
          </Field>
        </>
      )}
      {values.ends === 'error' && (
        <div className="grid grid-cols-2 gap-4 narrow:grid-cols-1">
          <Field label={t('fn.tests.errorName')} hint={t('fn.tests.errorNameHint')}>
            <Input mono placeholder="RangeError" {...register('errorName')} />
          </Field>
          <Field label={t('fn.tests.errorMessage')} hint={t('fn.tests.errorMessageHint')}>
            <Input {...register('errorMessage')} />
          </Field>
        </div>
      )}
      <div className="grid grid-cols-[minmax(0,1fr)_minmax(0,2fr)] gap-4 narrow:grid-cols-1">
        <Field label={t('fn.tests.maxDuration')} error={errorAt('expect.maxDurationMs')}>
          <Input mono inputMode="numeric" placeholder="500" {...register('maxDurationMs')} />
        </Field>
        <Field label={t('fn.tests.logs')} hint={t('fn.tests.logsHint')} error={errorAt('expect.logs')}>
          <Textarea mono rows={2} spellCheck={false} placeholder="^priced \d+" {...register('logs')} />
        </Field>
      </div>
      {test && save.conflict && <ChangedDialog name={test.name} conflict={save.conflict} pending={save.isPending} />}
    </FormDialog>
  )
}
