import { TRIGGER_TYPES, type Trigger, type TriggerType } from '@alcove/contract'
import { useState } from 'react'
import { useTranslation } from '../../../i18n/index.ts'
import { Button } from '../../../ui/Button.tsx'
import { ErrorState } from '../../../ui/ErrorState.tsx'
import { Segmented } from '../../../ui/Segmented.tsx'
import { viewOf } from './kinds/kinds.ts'

interface TriggerFormProps {
  space: string
  fn: string
  /** The trigger to edit, or `new.`, the type of one to be made, and what it starts from, as in `new.bucket.photos`. */
  form: string
  triggers: readonly Trigger[]
  onForm(form: string): void
  onClose(): void
  onDone(name: string): void
}

/** Makes or changes a trigger: the choice of its kind, and the form of that kind. */
export function TriggerForm({ space, fn, form, triggers, onForm, onClose, onDone }: TriggerFormProps) {
  const { t } = useTranslation()
  const [theirs, setTheirs] = useState<Trigger | null>(null)
  const trigger = theirs ?? triggers.find(({ name }) => name === form) ?? null
  const [, wanted, source] = form.split('.')
  const type = trigger?.type ?? TRIGGER_TYPES.find((known) => form.startsWith('new.') && wanted === known)
  if (type === undefined)
    return (
      <ErrorState
        title={t('errors.NotFound')}
        detail={t('errors.goneOrHidden')}
        action={<Button onClick={onClose}>{t('common.close')}</Button>}
      />
    )
  const { Form } = viewOf(type)
  const title = trigger ? t('fn.triggers.editTitle', { name: trigger.name }) : t('fn.triggers.new')
  return (
    <section aria-label={title}>
      <div className="grid gap-3 border-b border-line px-gutter py-3">
        <p>
          <b className="font-heading">{title}</b> <span className="text-fg-2">{t(`triggers.explained.${type}`)}</span>
        </p>
        {!trigger && <KindChoice type={type} onChange={(next) => onForm(`new.${next}`)} />}
      </div>
      <Form
        key={`${type} ${theirs?.etag}`}
        space={space}
        fn={fn}
        trigger={trigger}
        source={source}
        onClose={onClose}
        onDone={onDone}
        onTheirs={(changed) => (changed ? setTheirs(changed) : onClose())}
      />
    </section>
  )
}

function KindChoice({ type, onChange }: { type: TriggerType; onChange(type: TriggerType): void }) {
  const { t } = useTranslation()
  return (
    <Segmented
      className="max-w-full overflow-x-auto"
      label={t('triggers.trigger')}
      value={type}
      onChange={onChange}
      options={TRIGGER_TYPES.map((value) => {
        const { icon: Icon } = viewOf(value)
        return { value, label: t(`triggers.types.${value}`), icon: <Icon size={15} className="narrow:hidden" /> }
      })}
    />
  )
}
