import { saidAction } from './words.ts'

/** What was done: in words where the language has them, else as the API names it, which is what filters take. */
export function AuditAction({ action }: { action: string }) {
  const words = saidAction(action)
  if (words === action) return <span className="mono cut">{action}</span>
  return (
    <span className="cut" title={action}>
      {words}
    </span>
  )
}
