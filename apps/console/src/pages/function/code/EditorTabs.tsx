import { clsx } from 'clsx'
import { AlignLeft, Columns2, X } from 'lucide-react'
import { type ReactNode, useEffect, useRef } from 'react'
import { canFormat, languageOf } from '../../../components/CodeEditor/index.ts'
import { useTranslation } from '../../../i18n/index.ts'
import { Button } from '../../../ui/Button.tsx'
import { IconButton } from '../../../ui/IconButton.tsx'
import { EditorSettingsMenu } from './EditorSettingsMenu.tsx'
import { FileIcon } from './FileIcon.tsx'
import type { OpenFiles } from './openFiles.ts'

interface EditorTabsProps {
  open: OpenFiles
  unsaved: ReadonlySet<string>
  readOnlyReason: string | undefined
  onOpen(path: string): void
  onClose(path: string): void
  /** Puts a tab where another one is. */
  onMove(path: string, to: string): void
  onFormat(): void
  onSplit(): void
  /** Next to "Format": the state of the build. */
  children?: ReactNode
}

/** The type under which a dragged tab carries its path. */
const TAB = 'application/x-alcove-tab'

export function EditorTabs({
  open,
  unsaved,
  readOnlyReason,
  onOpen,
  onClose,
  onMove,
  onFormat,
  onSplit,
  children,
}: EditorTabsProps) {
  const { t } = useTranslation()
  const bar = useRef<HTMLElement>(null)
  useEffect(() => {
    bar.current?.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  }, [open.active])
  return (
    <div className="flex h-8 shrink-0 border-b border-line bg-sunken narrow:h-9">
      <nav
        ref={bar}
        aria-label={t('fn.editor.openFiles')}
        className="flex min-w-0 overflow-x-auto scrollbar-none"
        onWheel={({ deltaY }) => bar.current?.scrollBy({ left: deltaY })}
      >
        {open.tabs.map((path) => {
          const active = path === open.active
          return (
            // Pointer alone: the order of tabs is a convenience, and the tree has all files.
            // oxlint-disable-next-line jsx_a11y/no-static-element-interactions
            <span
              key={path}
              draggable
              onDragStart={({ dataTransfer }) => dataTransfer.setData(TAB, path)}
              onDragOver={(event) => event.dataTransfer.types.includes(TAB) && event.preventDefault()}
              onDrop={(event) => {
                event.preventDefault()
                onMove(event.dataTransfer.getData(TAB), path)
              }}
              // Else the middle button starts to scroll.
              onMouseDown={(event) => event.button === 1 && event.preventDefault()}
              onAuxClick={(event) => event.button === 1 && onClose(path)}
              className={clsx(
                'group flex shrink-0 items-center border-r border-line text-[12.5px]',
                active ? 'bg-canvas text-fg shadow-[inset_0_1.5px_0_var(--accent)]' : 'text-fg-2 hover:bg-hover',
              )}
            >
              <button
                type="button"
                title={path}
                aria-current={active ? 'true' : undefined}
                className="flex h-full items-center gap-1.5 pr-1 pl-3 outline-offset-[-2px]"
                onClick={() => onOpen(path)}
              >
                <FileIcon path={path} />
                {path.slice(path.lastIndexOf('/') + 1)}
                {unsaved.has(path) && (
                  <span role="img" aria-label={t('fn.draft.unsaved')} className="size-[7px] rounded-full bg-fg-3" />
                )}
              </button>
              <button
                type="button"
                aria-label={t('fn.editor.close', { name: path })}
                className={clsx(
                  'mr-1.5 grid size-5 place-items-center rounded-tag text-fg-3 outline-offset-[-2px] group-hover:opacity-100 hover:bg-active hover:text-fg focus-visible:opacity-100',
                  !active && 'opacity-0 narrow:opacity-100',
                )}
                onClick={() => onClose(path)}
              >
                <X size={12} />
              </button>
            </span>
          )
        })}
      </nav>
      <span className="ml-auto flex shrink-0 items-center px-2">
        {children}
        <Button
          size="sm"
          variant="ghost"
          disabledReason={
            readOnlyReason ??
            (open.active !== null &&
              !canFormat(open.active) &&
              t('fn.editor.noFormatter', { language: languageOf(open.active).label }))
          }
          icon={<AlignLeft size={14} />}
          onClick={onFormat}
        >
          {t('fn.editor.format')}
        </Button>
        <IconButton
          size="sm"
          className="narrow:hidden"
          label={t('fn.split.open')}
          icon={<Columns2 size={14} />}
          disabledReason={open.active === null && t('fn.editor.nothingOpen')}
          onClick={onSplit}
        />
        <EditorSettingsMenu />
      </span>
    </div>
  )
}
