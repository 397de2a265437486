import { serverNow } from '../../../clock.ts'
import { useState } from 'react'
import { backgroundKey } from '../../../api/background.ts'
import { replaySink } from '../../../api/sinks.ts'
import { FormError } from '../../../components/FormError.tsx'
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
  const [from, setFrom] = useState(() => wallTime(now - HOUR, zone).slice(0, 16))
  const [to, setTo] = useState(() => wallTime(now, zone).slice(0, 16))
  const present = useNow()
  const replay = useChange({
    run: () => {
      const moment = (wall: string) => new Date(momentOf(wall, zone)).toISOString()
      return replaySink(space, sink, { from: moment(from), to: moment(to) })
    },
    invalidates: [backgroundKey(space)],
    onDone: onClose,
    handles: () => true,
  })
  const problem =
    from === '' || to === ''
      ? t('sinks.needsRange')
      : from >= to
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
      onSubmit={() => replay.mutate(undefined)}
    >
      <div className="grid grid-cols-2 gap-3 narrow:grid-cols-1">
        <Field label={t('sinks.from')} hint={zone}>
          <Input type="datetime-local" value={from} onChange={(event) => setFrom(event.target.value)} />
        </Field>
        <Field label={t('sinks.to')} error={problem}>
          <Input type="datetime-local" value={to} onChange={(event) => setTo(event.target.value)} />
        </Field>
      </div>
      <FormError message={replay.error?.message} />
    </FormDialog>
  )
}
