import { useState } from 'react'
import { backgroundKey } from '../../../api/background.ts'
import { replaySink } from '../../../api/sinks.ts'
import { FormError } from '../../../components/FormError.tsx'
import { localOf } from '../../../components/localOf.ts'
import { useChange } from '../../../components/useChange.ts'
import { useTranslation } from '../../../i18n/index.ts'
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
  const [now] = useState(() => Date.now())
  const [from, setFrom] = useState(() => localOf(now - HOUR))
  const [to, setTo] = useState(() => localOf(now))
  const present = useNow()
  const replay = useChange({
    run: () => replaySink(space, sink, { from: new Date(from).toISOString(), to: new Date(to).toISOString() }),
    invalidates: [backgroundKey(space)],
    onDone: onClose,
    handles: () => true,
  })
  const problem =
    from === '' || to === ''
      ? t('sinks.needsRange')
      : from >= to
        ? t('sinks.wrongRange')
        : Date.parse(to) > present
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
        <Field label={t('sinks.from')}>
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
