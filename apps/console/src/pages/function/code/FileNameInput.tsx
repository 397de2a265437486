import { clsx } from 'clsx'
import { useState } from 'react'
import { useTranslation } from '../../../i18n/index.ts'

interface FileNameInputProps {
  initial: string
  errorOf(name: string): string | null
  /** Null when cancelled. */
  onDone(name: string | null): void
}

/** An input for a path in the tree. Slashes make folders. */
export function FileNameInput({ initial, errorOf, onDone }: FileNameInputProps) {
  const { t } = useTranslation()
  const [name, setName] = useState(initial)
  const error = name === initial || name === '' ? null : errorOf(name)
  const finish = () => onDone(name !== '' && name !== initial && errorOf(name) === null ? name : null)
  return (
    <div className="px-1.5 py-0.5">
      <input
        // The user asked for this field with a button or a key.
        // oxlint-disable-next-line jsx-a11y/no-autofocus
        autoFocus
        aria-label={t('fn.files.name')}
        aria-invalid={error !== null}
        value={name}
        spellCheck={false}
        placeholder="lib/money.ts"
        onChange={(event) => setName(event.target.value)}
        onFocus={(event) => event.target.setSelectionRange(initial.lastIndexOf('/') + 1, stemEnd(initial))}
        onBlur={finish}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && error === null) finish()
          if (event.key === 'Escape') onDone(null)
        }}
        className={clsx(
          'h-6 w-full rounded-tag border bg-raised px-1.5 text-[12.5px] outline-none',
          error ? 'border-danger' : 'border-accent',
        )}
      />
      {error && <p className="px-1 py-0.5 text-micro text-danger">{error}</p>}
    </div>
  )
}

function stemEnd(path: string): number {
  const dot = path.lastIndexOf('.')
  return dot > path.lastIndexOf('/') ? dot : path.length
}
