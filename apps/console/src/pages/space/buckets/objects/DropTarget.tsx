import { type ReactNode, useState } from 'react'
import { type DroppedFile, droppedFiles } from '../../../../components/dropped-files.ts'
import { toast } from '../../../../components/toast.ts'
import { useTranslation } from '../../../../i18n/index.ts'

interface DropTargetProps {
  /** Why nothing can be dropped; null when it can. */
  denied: string | null
  words: string
  onFiles(files: DroppedFile[]): void
  children: ReactNode
}

/** Takes files and folders that are dropped anywhere on it. */
export function DropTarget({ denied, words, onFiles, children }: DropTargetProps) {
  const { t } = useTranslation()
  const [over, setOver] = useState(false)
  return (
    <div
      className="relative flex min-h-0 flex-1 flex-col"
      onDragOver={(event) => {
        if (denied !== null || !event.dataTransfer.types.includes('Files')) return
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget as Node | null)) setOver(false)
      }}
      onDrop={(event) => {
        setOver(false)
        if (denied !== null) return
        event.preventDefault()
        void droppedFiles(event.dataTransfer.items).then(
          (files) => (files.length === 0 ? toast.message(t('buckets.emptyDrop')) : onFiles(files)),
          () => toast.error(t('errors.unreadableDrop')),
        )
      }}
    >
      {children}
      {over && (
        <div className="pointer-events-none absolute inset-1 z-10 grid place-items-center rounded-field border-2 border-dashed border-accent bg-selected/80 font-name">
          {words}
        </div>
      )}
    </div>
  )
}
