import { useId, type ReactNode } from 'react'

/** Several controls under one label. */
export function FieldGroup({ label, children }: { label: string; children: ReactNode }) {
  const id = useId()
  return (
    <div role="group" aria-labelledby={id} className="grid gap-1.5">
      <span id={id} className="text-sm font-medium text-fg-2">
        {label}
      </span>
      {children}
    </div>
  )
}
