import type { InvocationFilter } from '@alcove/contract'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { Controller, useForm } from 'react-hook-form'
import { isApiError } from '../../../api/error.ts'
import { functionQuery } from '../../../api/functions.ts'
import { replaysKey, startReplay, type ReplayRequest } from '../../../api/replays.ts'
import { useChange } from '../../../components/useChange.ts'
import { useTranslation } from '../../../i18n/index.ts'
import { paths } from '../../../navigation/paths.ts'
import { Field, Textarea } from '../../../ui/Field.tsx'
import { FormDialog } from '../../../ui/FormDialog.tsx'
import { RadioList } from '../../../ui/RadioList.tsx'
import { Select } from '../../../ui/Select.tsx'
import { qualifiersOf } from '../qualifiersOf.ts'

interface ReplayDialogProps {
  space: string
  fn: string
  /** The calls, or else those of the filter. */
  picked: readonly string[]
  filter: InvocationFilter
  onClose(): void
}

interface Fields {
  qualifier: string
  outgoing: ReplayRequest['outgoing']
  ignore: string
}

/** Asks how recorded calls are to be run again. */
export function ReplayDialog({ space, fn, picked, filter, onClose }: ReplayDialogProps) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const details = useQuery(functionQuery(space, fn)).data
  const { register, control, handleSubmit } = useForm<Fields>({
    defaultValues: { qualifier: 'draft', outgoing: 'blocked', ignore: '' },
  })
  const start = useChange({
    run: ({ ignore, ...fields }: Fields) => {
      const { status, input, ...rest } = filter
      const calls =
        picked.length > 0
          ? { invocations: [...picked] }
          : {
              filter: {
                ...rest,
                ...(status && { status: status.join(',') }),
                ...(input && { input: input.join('\n') }),
              },
            }
      const lines = ignore.split('\n').map((line) => line.trim())
      return startReplay(space, fn, { ...fields, ...calls, ignore: lines.filter((line) => line !== '') })
    },
    invalidates: [replaysKey(space, fn)],
    onDone: ({ id }) => void navigate(paths.replays(space, fn, { id })),
    handles: (error) => ignoredProblem(error) !== undefined,
  })
  return (
    <FormDialog
      onClose={onClose}
      title={t('fn.replay.start')}
      description={t('fn.replay.startHint')}
      submit={t('fn.replay.replay')}
      pending={start.isPending}
      onSubmit={handleSubmit((fields) => start.mutate(fields))}
    >
      <p>{picked.length > 0 ? t('fn.replay.selected', { count: picked.length }) : t('fn.replay.matching')}</p>
      <Controller
        control={control}
        name="qualifier"
        render={({ field }) => (
          <Field label={t('fn.replay.on')}>
            <Select
              mono
              value={field.value}
              options={qualifiersOf(details, t('issues.draft'))}
              onChange={field.onChange}
            />
          </Field>
        )}
      />
      <Controller
        control={control}
        name="outgoing"
        render={({ field }) => (
          <RadioList
            label={t('fn.replay.outgoing')}
            value={field.value}
            onChange={field.onChange}
            options={[
              { value: 'blocked', label: t('fn.replay.blocked'), hint: t('fn.replay.blockedHint') },
              { value: 'allowed', label: t('fn.replay.allowed'), hint: t('fn.replay.allowedHint') },
            ]}
          />
        )}
      />
      <Field label={t('fn.replay.ignore')} hint={t('fn.replay.ignoreHint')} error={ignoredProblem(start.error)}>
        <Textarea mono rows={3} {...register('ignore')} />
      </Field>
    </FormDialog>
  )
}

/** Why a path cannot be ignored. */
const ignoredProblem = (error: unknown): string | undefined =>
  isApiError(error) ? error.fields.find(({ path }) => path.startsWith('ignore.'))?.message : undefined
