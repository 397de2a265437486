import { serverNow } from '../../../clock.ts'
import type { BackfillTrigger, Trigger } from '@alcove/contract'
import { useQuery } from '@tanstack/react-query'
import { Controller, useForm, useWatch } from 'react-hook-form'
import { backgroundKey } from '../../../api/background.ts'
import { functionKey } from '../../../api/functions.ts'
import { backfillTrigger } from '../../../api/triggers.ts'
import { useChange } from '../../../components/useChange.ts'
import { useTranslation } from '../../../i18n/index.ts'
import { useTimeZone } from '../../../i18n/timeZone.ts'
import { useFormat } from '../../../i18n/useFormat.ts'
import { momentOf, wallTime } from '../../../i18n/zonedTime.ts'
import { Field, Input } from '../../../ui/Field.tsx'
import { FormDialog } from '../../../ui/FormDialog.tsx'
import { Segmented } from '../../../ui/Segmented.tsx'

interface BackfillDialogProps {
  space: string
  fn: string
  trigger: Trigger
  onClose(): void
}

interface Fields {
  from: string
  to: string
  which: BackfillTrigger['which']
}

const HOUR = 3600_000

function lastHour(zone: string): Fields {
  const now = serverNow()
  const shown = (at: number) => wallTime(at, zone).slice(0, 16)
  return { from: shown(now - HOUR), to: shown(now), which: 'missed' }
}

/** Runs ticks of the past, after showing which. */
export function BackfillDialog({ space, fn, trigger, onClose }: BackfillDialogProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const { name, qualifier } = trigger
  const zone = useTimeZone()
  const moment = (wall: string) => new Date(momentOf(wall, zone)).toISOString()
  const { register, control, handleSubmit } = useForm<Fields>({ defaultValues: lastHour(zone) })
  const { from, to, which } = useWatch({ control }) as Fields
  const body = from && to ? { from: moment(from), to: moment(to), which } : null
  const preview = useQuery({
    queryKey: [...functionKey(space, fn), 'backfill', name, body],
    queryFn: () => backfillTrigger(space, fn, name, body!, true),
    enabled: body !== null,
    // A backfill changes it, and goes on after its answer.
    gcTime: 0,
    retry: false,
  })
  const run = useChange({
    run: () => backfillTrigger(space, fn, name, body!, false),
    invalidates: [functionKey(space, fn), backgroundKey(space)],
    done: ({ runs }) => t('triggers.backfilled', { count: runs }),
    onDone: onClose,
  })
  const runs = preview.data?.runs ?? 0
  return (
    <FormDialog
      onClose={onClose}
      title={t('triggers.backfillTitle', { name })}
      description={t('triggers.backfillHint', { qualifier })}
      submit={t('triggers.backfillRun', { count: runs })}
      pending={run.isPending}
      disabledReason={preview.error?.message ?? (runs === 0 && t('triggers.backfillNothing'))}
      onSubmit={handleSubmit(() => run.mutate(undefined))}
    >
      <div className="grid grid-cols-2 gap-3">
        <Field label={t('triggers.from')} hint={zone}>
          <Input type="datetime-local" {...register('from')} />
        </Field>
        <Field label={t('triggers.to')} error={preview.error?.message}>
          <Input type="datetime-local" {...register('to')} />
        </Field>
      </div>
      <Controller
        control={control}
        name="which"
        render={({ field }) => (
          <Segmented
            label={t('triggers.which')}
            value={field.value}
            onChange={field.onChange}
            className="w-full!"
            options={[
              { value: 'missed', label: t('triggers.missed') },
              { value: 'every', label: t('triggers.every') },
            ]}
          />
        )}
      />
      {preview.data && (
        <>
          <p className="text-sm text-fg-2">{t('triggers.backfillCount', { runs, ticks: preview.data.ticks })}</p>
          <ul className="num max-h-48 overflow-y-auto text-sm">
            {preview.data.dueAt.map((at) => (
              <li key={at} className="border-t border-line py-1">
                {format.dateTime(at)}
              </li>
            ))}
          </ul>
        </>
      )}
    </FormDialog>
  )
}
