import { type ComponentProps, type ReactNode, useId } from 'react'
import { useTranslation } from '../i18n/index.ts'
import { Button, type ButtonVariant } from './Button.tsx'
import { Dialog } from './Dialog.tsx'

interface FormDialogProps extends Pick<ComponentProps<typeof Dialog>, 'title' | 'description' | 'width'> {
  onClose: () => void
  onSubmit: () => void
  /** The verb on the button. */
  submit: ReactNode
  variant?: ButtonVariant
  pending?: boolean
  /** Why it is not possible now: the button and Enter do nothing then. */
  disabledReason?: string | null | false
  /** The fields, or what to read before deciding. */
  children: ReactNode
}

/** The frame of dialogs that ask before acting: fields, Cancel, and one button that acts. */
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
          // In React's tree, a dialog inside a page's form is a child of that form.
          event.stopPropagation()
          if (!pending && !disabledReason) onSubmit()
        }}
      >
        {children}
      </form>
    </Dialog>
  )
}
