import type { ServerLogLevel, ServerLogLine } from '@alcove/contract'
import { useTranslation } from '../../i18n/index.ts'
import type { Pages } from '../../ui/LoadMore.tsx'
import { type Column, Table } from '../../ui/Table.tsx'
import { Time } from '../../ui/Time.tsx'

export const LEVEL_TEXT: Record<ServerLogLevel, string> = {
  debug: 'text-fg-3',
  info: 'text-fg-2',
  warn: 'text-warning',
  error: 'text-danger',
  fatal: 'text-danger',
}

interface ServerLinesProps {
  lines: readonly ServerLogLine[]
  pages: Pages
  selected: string | undefined
  onOpen(line: ServerLogLine): void
}

export function ServerLines({ lines, pages, selected, onOpen }: ServerLinesProps) {
  const { t } = useTranslation()
  const columns: Column<ServerLogLine>[] = [
    {
      id: 'time',
      header: t('platform.time'),
      narrow: 'subtrail',
      className: 'num text-fg-2',
      width: 168,
      cell: ({ time }) => <Time at={time} as="absolute" />,
    },
    {
      id: 'level',
      header: t('platform.level'),
      narrow: 'trail',
      width: 64,
      cell: ({ level }) => <span className={`mono ${LEVEL_TEXT[level]}`}>{level}</span>,
    },
    {
      id: 'server',
      header: t('platform.server'),
      narrow: 'sub',
      className: 'max-w-[14vw] text-fg-2 narrow:max-w-none',
      cell: ({ server }) => (
        <span className="cut block" title={server}>
          {server}
        </span>
      ),
    },
    {
      id: 'message',
      header: t('platform.message'),
      narrow: 'lead',
      className: 'w-full max-w-0 narrow:max-w-none',
      cell: ({ message, fields }) => (
        <span className="cut block" title={message}>
          {message}
          {fields !== '{}' && <span className="mono ml-2 text-fg-3 narrow:hidden">{fields}</span>}
        </span>
      ),
    },
  ]
  return (
    <Table
      label={t('platform.log')}
      columns={columns}
      rows={lines}
      rowKey={({ id }) => id}
      pages={pages}
      height={32}
      selectedKey={selected ?? null}
      onOpen={onOpen}
    />
  )
}
