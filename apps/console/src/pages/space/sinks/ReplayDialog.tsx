import { ReplaySink } from '@alcove/contract'
import { useState } from 'react'
import { serverNow } from '../../../clock.ts'
import { backgroundKey } from '../../../api/background.ts'
import { replaySink } from '../../../api/sinks.ts'
import { FormError } from '../../../components/FormError.tsx'
import { useBodyForm } from '../../../components/useBodyForm.ts'
import { useChange } from '../../../components/useChange.ts'
import { useTranslation } from '../../../i18n/index.ts'
import { useTimeZone } from '../../../i18n/timeZone.ts'
import { momentOf, wallTime } from '../../../i18n/zonedTime.ts'
import { Field, Input } from '../../../ui/Field.tsx'
import { FormDialog } from '../../../ui/FormDialog.tsx'
import { useNow } from '../../../ui/Time.tsx'

interface ReplayDialogProps {
  space: string
  sink: string
  onClose(): void
}

const HOUR = 3_600_000

/** Asks which past range to send again. */
export function ReplayDialog({ space, sink, onClose }: ReplayDialogProps) {
  const { t } = useTranslation()
  const [now] = useState(() => serverNow())
  const zone = useTimeZone()
  const minuteOf = (moment: number) => wallTime(moment, zone).slice(0, 16)
  const isoOf = (wall: string) => {
    const moment = momentOf(wall, zone)
    return Number.isNaN(moment) ? undefined : new Date(moment).toISOString()
  }
  const form = useBodyForm({
    fields: { from: minuteOf(now - HOUR), to: minuteOf(now) },
    schema: ReplaySink,
    bodyOf: ({ from, to }) => ({ from: isoOf(from), to: isoOf(to) }),
  })
  const { from, to } = form.values
  const present = useNow()
  const replay = useChange({
    run: (range: ReplaySink) => replaySink(space, sink, range),
    invalidates: [backgroundKey(space)],
    onDone: onClose,
    handles: () => true,
  })
  const problem =
    from === '' || to === ''
      ? t('sinks.needsRange')
      : form.isWrong
        ? t('sinks.wrongRange')
        : momentOf(to, zone) > present
          ? t('sinks.notYet')
          : null
  return (
    <FormDialog
      title={t('sinks.replayTitle', { name: sink })}
      description={t('sinks.replayHint')}
      submit={t('sinks.replay')}
      pending={replay.isPending}
      disabledReason={problem}
      onClose={onClose}
      onSubmit={form.handleSubmit((range) => replay.mutate(range))}
    >
      <div className="grid grid-cols-2 gap-3 narrow:grid-cols-1">
        <Field label={t('sinks.from')} hint={zone}>
          <Input type="datetime-local" {...form.register('from')} />
        </Field>
        <Field label={t('sinks.to')} error={problem}>
          <Input type="datetime-local" {...form.register('to')} />
        </Field>
      </div>
      <FormError message={replay.error?.message} />
    </FormDialog>
  )
}
