import type { DraftSave } from '@alcove/contract'
import { clsx } from 'clsx'
import { ChevronDown, ChevronRight, Tag } from 'lucide-react'
import { Fragment, type KeyboardEvent, useState } from 'react'
import { useTranslation } from '../../../../i18n/index.ts'
import { saidActor } from '../../../../i18n/said.ts'
import { useFormat } from '../../../../i18n/useFormat.ts'
import { Avatar } from '../../../../ui/Avatar.tsx'
import { IconButton } from '../../../../ui/IconButton.tsx'
import { Select } from '../../../../ui/Select.tsx'
import { stepsIn } from '../../../../ui/stepsIn.ts'
import { useKeys } from '../../../../ui/useKeys.ts'
import { changedIn, type Entry, linesIn } from './entries.ts'

interface SaveListProps {
  saves: readonly DraftSave[]
  entries: readonly Entry[]
  selected: string
  by: string | undefined
  file: string | undefined
  onFilter(filter: { by?: string; file?: string }): void
  onSelect(id: string): void
}

const ANY = ' '

/** The saves, newest first, by day. Saves of one person in a row unfold. */
export function SaveList({ saves, entries, selected, by, file, onFilter, onSelect }: SaveListProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const [unfolded, setUnfolded] = useState<ReadonlySet<string>>(new Set())
  const ids = entries.flatMap((entry) => (entry.kind === 'saves' ? entry.saves.flatMap(({ id }) => id ?? []) : []))
  const { previous, next } = stepsIn(ids, selected, onSelect)
  useKeys({ '[': previous, ']': next })
  const people = [...new Set(saves.flatMap(({ savedBy }) => savedBy ?? []))].toSorted()
  const files = [...new Set(saves.flatMap(({ change }) => change?.files.map(({ path }) => path) ?? []))].toSorted()
  const toggle = (id: string) =>
    setUnfolded((before) =>
      before.has(id) ? new Set([...before].filter((one) => one !== id)) : new Set([...before, id]),
    )

  return (
    <section
      aria-label={t('fn.history.saves')}
      className="flex min-h-0 flex-col border-r border-line narrow:max-h-[44dvh] narrow:border-r-0 narrow:border-b"
    >
      <header className="flex min-h-10 flex-wrap items-center gap-2 border-b border-line px-gutter py-1.5">
        <h2 className="mr-auto font-heading">
          {t('fn.history.saves')} <span className="font-normal text-fg-2">{saves.length}</span>
        </h2>
        <Select
          size="sm"
          label={t('fn.history.who')}
          value={by ?? ANY}
          options={[
            { value: ANY, label: t('fn.history.everyone') },
            ...people.map((value) => ({ value, label: saidActor(value) })),
          ]}
          onChange={(value) => onFilter({ by: value === ANY ? undefined : value } as { by?: string })}
        />
        <Select
          size="sm"
          label={t('fn.history.file')}
          value={file ?? ANY}
          options={[
            { value: ANY, label: t('fn.history.anyFile') },
            ...files.map((value) => ({ value, label: saidActor(value) })),
          ]}
          onChange={(value) => onFilter({ file: value === ANY ? undefined : value } as { file?: string })}
        />
      </header>
      {entries.length === 0 ? (
        <p className="px-gutter py-3 text-fg-2">{t('fn.history.noMatch')}</p>
      ) : (
        // oxlint-disable-next-line jsx_a11y/no-noninteractive-element-interactions -- keys for the buttons inside
        <ul className="min-h-0 flex-1 overflow-y-auto" onKeyDown={onKeyDown}>
          {entries.map((entry, index) => {
            const day = format.date(timeOf(entry))
            const heading = index === 0 || day !== format.date(timeOf(entries[index - 1]!))
            const key = entry.kind === 'version' ? `v${entry.version}` : (entry.saves[0]!.id ?? 'now')
            return (
              <Fragment key={key}>
                {heading && <li className="border-b border-line bg-sunken px-gutter py-1 text-sm text-fg-2">{day}</li>}
                {entry.kind === 'version' ? (
                  <li className="flex items-center gap-3 border-b border-line px-gutter py-1.5 text-sm text-fg-2">
                    <span className="tabular-nums">{format.minute(entry.at)}</span>
                    <Tag size={14} className="text-fg-3" />
                    {t('fn.history.published', { version: entry.version })}
                  </li>
                ) : (
                  <Saves
                    saves={entry.saves}
                    selected={selected}
                    unfolded={unfolded.has(key)}
                    onUnfold={() => toggle(key)}
                    onSelect={onSelect}
                  />
                )}
              </Fragment>
            )
          })}
        </ul>
      )}
    </section>
  )
}

const timeOf = (entry: Entry) => (entry.kind === 'version' ? entry.at : entry.saves[0]!.savedAt)

/** Up and down go from row to row, right and left unfold and fold. */
function onKeyDown(event: KeyboardEvent<HTMLUListElement>): void {
  if (event.key === 'ArrowRight' || event.key === 'ArrowLeft') {
    const expanded = String(event.key === 'ArrowLeft')
    const row = (event.target as HTMLElement).closest('li')
    row?.querySelector<HTMLElement>(`button[aria-expanded="${expanded}"]`)?.click()
  }
  const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
  if (step === 0) return
  const rows = [...event.currentTarget.querySelectorAll<HTMLElement>('button[data-save]:enabled')]
  const to = rows[rows.indexOf(document.activeElement as HTMLElement) + step]
  if (!to) return
  event.preventDefault()
  to.focus()
}

interface SavesProps {
  saves: readonly DraftSave[]
  selected: string
  unfolded: boolean
  onUnfold(): void
  onSelect(id: string): void
}

function Saves({ saves, selected, unfolded, onUnfold, onSelect }: SavesProps) {
  const { t } = useTranslation()
  const [first] = saves
  const holds = saves.some(({ id }) => id === selected)
  return (
    <>
      <li className={clsx('relative border-b border-line', holds && !unfolded && 'bg-selected')}>
        <SaveRow save={first!} of={saves} current={holds && !unfolded} onSelect={onSelect} />
        {saves.length > 1 && (
          <IconButton
            size="sm"
            className="absolute top-3 right-2"
            label={t(unfolded ? 'fn.history.fold' : 'fn.history.unfold', { count: saves.length })}
            icon={unfolded ? <ChevronDown size={14} /> : <ChevronRight size={14} />}
            aria-expanded={unfolded}
            onClick={onUnfold}
          />
        )}
      </li>
      {unfolded &&
        saves.map((save) => (
          <li key={save.id ?? 'now'} className={clsx('border-b border-line', save.id === selected && 'bg-selected')}>
            <SaveRow save={save} of={[save]} current={save.id === selected} onSelect={onSelect} inner />
          </li>
        ))}
    </>
  )
}

interface SaveRowProps {
  save: DraftSave
  of: readonly DraftSave[]
  current: boolean
  inner?: boolean
  onSelect(id: string): void
}

/** The newest of its saves is shown; that of now is the draft, which every state is compared with. */
function SaveRow({ save, of, current, inner = false, onSelect }: SaveRowProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const files = changedIn(of)
  const restored = save.change?.restored
  const lines = linesIn(of)
  const who = saidActor(save.savedBy ?? t('fn.history.unknown'))
  const opens = of.find(({ id }) => id !== null)?.id ?? null
  const title = restored
    ? t('fn.history.restoredFrom', { time: format.dateTime(restored) })
    : files === null
      ? t('fn.history.whole')
      : files.length === 0
        ? t('fn.history.modes')
        : files.slice(0, 2).join(', ') + (files.length > 2 ? t('fn.history.more', { count: files.length - 2 }) : '')
  return (
    <button
      type="button"
      data-save
      disabled={opens === null}
      aria-current={current ? 'true' : undefined}
      className={clsx(
        'grid w-full grid-cols-[auto_auto_minmax(0,1fr)] items-center gap-3 py-2 pr-9 text-left outline-offset-[-2px] enabled:hover:bg-hover',
        inner ? 'pl-9' : 'pl-gutter',
      )}
      onClick={() => opens !== null && onSelect(opens)}
    >
      <span className="text-sm text-fg-2 tabular-nums">{format.minute(save.savedAt)}</span>
      <Avatar name={who} />
      <span className="min-w-0">
        <span className="cut block">{title}</span>
        <span className="flex gap-2 text-sm text-fg-2">
          <span className="cut">
            {[who, save.id === null ? t('fn.history.now') : t('fn.history.autosaves', { count: of.length })].join(
              ' · ',
            )}
          </span>
          {lines && <span className="num ml-auto whitespace-nowrap">{`+${lines.added} −${lines.removed}`}</span>}
        </span>
      </span>
    </button>
  )
}
