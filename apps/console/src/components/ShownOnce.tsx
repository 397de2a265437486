import { TriangleAlert } from 'lucide-react'
import { CopyButton } from '../ui/CopyButton.tsx'

/** Shows a secret in full for copying. It cannot be shown again. */
export function ShownOnce({ label, text, warning }: { label: string; text: string; warning: string }) {
  return (
    <>
      <div className="flex items-center gap-1 rounded-field border border-line-input bg-sunken py-1 pr-1 pl-2.5">
        <input
          readOnly
          aria-label={label}
          value={text}
          onFocus={(event) => event.target.select()}
          className="mono min-w-0 flex-1 bg-transparent outline-none"
        />
        <CopyButton text={text} />
      </div>
      <p className="mt-2 flex items-start gap-2 text-warning">
        <TriangleAlert size={15} className="mt-0.5" />
        {warning}
      </p>
    </>
  )
}
