import { type ReactNode, useState } from 'react'
import { useTranslation } from '../i18n/index.ts'
import { Field, Input } from './Field.tsx'
import { FormDialog } from './FormDialog.tsx'

interface ConfirmByNameProps {
  open: boolean
  onClose: () => void
  onConfirm: () => void
  /** Verb and object: "Delete space storefront". Also the label of the button. */
  title: string
  /** The name to type. */
  name: string
  /** What happens to the resource. By default: it is deleted for good. */
  intro?: string
  /** What will be lost, one line each. */
  losses: readonly ReactNode[]
  pending?: boolean
}

/** Confirms a deletion: says what will be lost, and waits until the name is typed. */
export function ConfirmByName(props: ConfirmByNameProps) {
  // Mounted at each opening, so that a name typed earlier does not enable the button.
  return props.open ? <OpenConfirm {...props} /> : null
}

function OpenConfirm({ onClose, onConfirm, title, name, intro, losses, pending }: ConfirmByNameProps) {
  const { t } = useTranslation()
  const [typed, setTyped] = useState('')
  return (
    <FormDialog
      onClose={onClose}
      title={title}
      submit={title}
      variant="danger"
      pending={pending}
      disabledReason={typed === name ? null : t('common.typeToConfirm', { name })}
      onSubmit={onConfirm}
    >
      <div>
        <p className="mb-1.5 text-fg-2">{intro ?? t('common.willBeLost')}</p>
        <ul className="grid gap-1 border-l-2 border-danger pl-3">
          {losses.map((loss, index) => (
            // oxlint-disable-next-line react/no-array-index-key -- a fixed list of sentences, some of them elements
            <li key={index}>{loss}</li>
          ))}
        </ul>
      </div>
      <Field label={t('common.typeName', { name })}>
        <Input mono value={typed} onChange={(event) => setTyped(event.target.value)} autoComplete="off" />
      </Field>
    </FormDialog>
  )
}
