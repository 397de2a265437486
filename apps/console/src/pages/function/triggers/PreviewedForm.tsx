import type { ComponentProps, ReactNode } from 'react'
import { FormFooter } from './FormFooter.tsx'

interface PreviewedFormProps extends ComponentProps<typeof FormFooter> {
  onSave(): void
  /** What the trigger would do, beside the fields. */
  preview: ReactNode
  previewLabel: string
  children: ReactNode
}

/** The frame of trigger forms with a preview that the server makes during typing. */
export function PreviewedForm({ preview, previewLabel, onSave, children, ...footer }: PreviewedFormProps) {
  return (
    <form
      noValidate
      className="roomy:grid roomy:grid-cols-[minmax(0,1fr)_340px]"
      onSubmit={(event) => {
        event.preventDefault()
        if (!footer.problem) onSave()
      }}
    >
      <div className="min-w-0">
        {children}
        <FormFooter {...footer} />
      </div>
      <aside aria-label={previewLabel} className="min-w-0 border-line roomy:border-l narrow:border-t">
        {preview}
      </aside>
    </form>
  )
}
