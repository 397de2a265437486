import { CircleAlert } from 'lucide-react'

/** Says above the fields why the server refused the form. */
export function FormError({ message }: { message?: string | null | undefined }) {
  if (!message) return null
  return (
    <p role="alert" className="flex gap-2 rounded-field bg-danger-tint px-3 py-2 wrap-anywhere text-danger">
      <CircleAlert size={15} className="mt-0.5" />
      <span className="min-w-0">{message}</span>
    </p>
  )
}
