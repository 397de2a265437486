import { clsx } from 'clsx'
import { ChevronDown, ChevronRight, Ellipsis, FileCode, FileText } from 'lucide-react'
import { type DOMAttributes, type DragEvent, type ReactNode, useEffect, useRef } from 'react'
import { useTranslation } from '../../../i18n/index.ts'
import { useFormat } from '../../../i18n/useFormat.ts'
import { IconButton } from '../../../ui/IconButton.tsx'
import { Menu } from '../../../ui/Menu.tsx'
import { languageOf } from '../../../components/CodeEditor/languages.ts'
import type { FileChange } from '../files/files.ts'
import type { TreeNode } from './fileTree.ts'
import { ChangeLetter } from '../files/ChangeLetter.tsx'

interface FileRowProps {
  node: TreeNode
  level: number
  /** Its place in its folder, from 1, and how many that holds: only some of them are rendered. */
  place: number
  siblings: number
  expanded: boolean | undefined
  active: boolean
  /** The one row in the Tab order. */
  stop: boolean
  /** Arrow keys moved here. */
  wantsFocus: boolean
  change: FileChange['kind'] | undefined
  /** Its size, if the file exists but is too large to show. */
  omittedBytes: number | undefined
  canChange: boolean
  /** What can be done with it. */
  menu: ReactNode
  /** Takes what is dropped on it. */
  drop: Pick<DOMAttributes<HTMLElement>, 'onDragOver' | 'onDrop'>
  onDrag(event: DragEvent<HTMLElement>): void
  onOpen(): void
}

const icon = { size: 14 } as const

export function FileRow({
  node,
  level,
  expanded,
  place,
  siblings,
  active,
  stop,
  wantsFocus,
  change,
  omittedBytes,
  canChange,
  menu,
  drop,
  ...act
}: FileRowProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const row = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const focusInTree = row.current?.closest('[role=tree]')?.contains(document.activeElement)
    if (wantsFocus && focusInTree) row.current?.focus()
  }, [wantsFocus])
  const Icon =
    node.kind === 'folder' ? (expanded ? ChevronDown : ChevronRight) : isCode(node.path) ? FileCode : FileText

  return (
    <div
      ref={row}
      role="treeitem"
      data-path={node.path}
      aria-level={level}
      aria-posinset={place}
      aria-setsize={siblings}
      aria-expanded={expanded}
      aria-selected={active}
      tabIndex={stop ? 0 : -1}
      onClick={act.onOpen}
      onKeyDown={undefined}
      draggable={canChange}
      onDragStart={act.onDrag}
      {...drop}
      className={clsx(
        'group flex h-6 cursor-default items-center gap-1.5 pr-1.5 text-[12.5px] outline-offset-[-2px] narrow:h-9',
        active ? 'bg-active text-fg' : 'text-fg-2 hover:bg-hover',
      )}
      style={{ paddingLeft: 10 + (level - 1) * 14 }}
    >
      <Icon {...icon} className="text-fg-3" />
      <span className={clsx('cut', omittedBytes !== undefined && 'text-fg-3')}>{node.name}</span>
      <span className="ml-auto flex items-center">
        {omittedBytes !== undefined && <span className="num text-micro text-fg-3">{format.bytes(omittedBytes)}</span>}
        {canChange && (
          <Menu
            trigger={
              <IconButton
                size="sm"
                tabIndex={-1}
                label={t('fn.files.actions', { name: node.name })}
                icon={<Ellipsis {...icon} />}
                className="h-5! w-5! opacity-0 group-focus-within:opacity-100 group-hover:opacity-100 aria-expanded:opacity-100 narrow:h-8! narrow:w-8! narrow:opacity-100"
                onClick={(event) => event.stopPropagation()}
              />
            }
          >
            {menu}
          </Menu>
        )}
        {change && <ChangeLetter kind={change} />}
      </span>
    </div>
  )
}

const isCode = (path: string) => !['plaintext', 'markdown'].includes(languageOf(path).id)
