import { type ComponentProps, type ReactNode, useId } from 'react'
import { useTranslation } from '../i18n/index.ts'
import { Button, type ButtonVariant } from './Button.tsx'
import { Dialog } from './Dialog.tsx'

interface FormDialogProps extends Pick<ComponentProps<typeof Dialog>, 'title' | 'description' | 'width'> {
  onClose: () => void
  onSubmit: () => void
  /** The verb on the button that does it. */
  submit: ReactNode
  variant?: ButtonVariant
  pending?: boolean
  /** Why it cannot be done now: neither the button nor Enter does it then. */
  disabledReason?: string | null | false
  /** The fields, or what there is to read before deciding. */
  children: ReactNode
}

/** The frame of every dialog that asks before it does something: fields, cancel, and one button that does it. */
export function FormDialog({
  onClose,
  onSubmit,
  submit,
  variant = 'primary',
  pending,
  disabledReason,
  children,
  ...frame
}: FormDialogProps) {
  const { t } = useTranslation()
  const form = useId()
  return (
    <Dialog
      {...frame}
      open
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button variant={variant} type="submit" form={form} pending={pending} disabledReason={disabledReason}>
            {submit}
          </Button>
        </>
      }
    >
      <form
        id={form}
        noValidate
        className="grid gap-4"
        onSubmit={(event) => {
          event.preventDefault()
          // A dialog in a page's form is a child of that form in React's tree.
          event.stopPropagation()
          if (!pending && !disabledReason) onSubmit()
        }}
      >
        {children}
      </form>
    </Dialog>
  )
}
