import { clsx } from 'clsx'
import { FileArchive } from 'lucide-react'
import { type ReactNode, useRef, useState } from 'react'
import { useTranslation } from '../i18n/index.ts'
import { Button } from '../ui/Button.tsx'

interface DropZoneProps {
  label: string
  accept: string
  /** The chosen file; null when none is chosen yet. */
  file: File | null
  /** Shown next to the name once a file is chosen. */
  size: string
  hint?: ReactNode
  error: string | null
  onFile(file: File): void
}

/** Takes a file that is dropped or chosen. */
export function DropZone({ label, accept, file, size, hint, error, onFile }: DropZoneProps) {
  const { t } = useTranslation()
  const picker = useRef<HTMLInputElement>(null)
  const [over, setOver] = useState(false)
  return (
    <div className="grid gap-1">
      <span className="text-sm font-medium text-fg-2">{label}</span>
      <div
        onDragOver={(event) => {
          event.preventDefault()
          setOver(true)
        }}
        onDragLeave={() => setOver(false)}
        onDrop={(event) => {
          event.preventDefault()
          setOver(false)
          const dropped = event.dataTransfer.files[0]
          if (dropped) onFile(dropped)
        }}
        className={clsx(
          'flex min-h-16 items-center gap-3 rounded-field border border-dashed px-3 py-3',
          over ? 'border-accent bg-selected' : error ? 'border-danger' : 'border-line-input bg-sunken',
        )}
      >
        <FileArchive size={18} strokeWidth={1.5} className="text-fg-3" />
        <span className="min-w-0 flex-1">
          {file ? (
            <>
              <span className="cut block font-name">{file.name}</span>
              <span className="num text-sm text-fg-3">{size}</span>
            </>
          ) : (
            <span className="text-fg-2">{over ? t('layers.dropNow') : t('layers.drop')}</span>
          )}
        </span>
        <Button size="sm" onClick={() => picker.current?.click()}>
          {t(file ? 'layers.other' : 'layers.choose')}
        </Button>
        <input
          ref={picker}
          type="file"
          hidden
          aria-label={label}
          accept={accept}
          onChange={(event) => {
            const chosen = event.target.files?.[0]
            if (chosen) onFile(chosen)
            event.target.value = ''
          }}
        />
      </div>
      {error ? (
        <p role="alert" className="text-sm text-danger">
          {error}
        </p>
      ) : (
        hint && <p className="text-sm text-fg-3">{hint}</p>
      )}
    </div>
  )
}
