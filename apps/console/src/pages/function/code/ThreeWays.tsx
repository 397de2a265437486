import { clsx } from 'clsx'
import { Check, ChevronDown } from 'lucide-react'
import { type Translate, useTranslation } from '../../../i18n/index.ts'
import { Button } from '../../../ui/Button.tsx'
import { type FileContent, isText } from '../files/files.ts'
import type { Choice, Conflict, Region, Side } from './draft/merge.ts'

interface ThreeWaysProps {
  conflict: Conflict
  /** Null when the file is not text on both sides: then one side is taken whole. */
  regions: readonly Region[] | null
  /** Which of the places that both changed is shown, of how many. */
  at: number
  count: number
  choice: Choice | undefined
  who: string
  onChoose(choice: Choice): void
  onNext(): void
}

const CONTEXT = 2

/** One place that both changed: mine, as it was before both, and theirs, with the lines around it. */
export function ThreeWays({ conflict, regions, at, count, choice, who, onChoose, onNext }: ThreeWaysProps) {
  const { t } = useTranslation()
  const index = regions === null ? -1 : nthBoth(regions, at)
  const region = regions?.[index]
  const around = (of: Region | undefined) => (of?.kind === 'agreed' ? of.lines : [])
  const [before, after] = [around(regions?.[index - 1]).slice(-CONTEXT), around(regions?.[index + 1]).slice(0, CONTEXT)]
  const pane = (side: 'mine' | 'base' | 'theirs') =>
    region?.kind === 'both' ? (
      <Lines side={region[side]} before={before} after={after} marked={side !== 'base'} />
    ) : (
      <p className="p-3 text-fg-2">{told(conflict[side], t)}</p>
    )
  const take = (side: Choice, label: string) => (
    <Button
      size="sm"
      icon={choice === side && <Check size={13} />}
      aria-pressed={choice === side}
      onClick={() => onChoose(side)}
    >
      {label}
    </Button>
  )
  return (
    <div className="grid shrink-0 grid-cols-3 narrow:grid-cols-1">
      <Column title={t('fn.conflict.yours')} action={take('mine', t('fn.conflict.takeYours'))}>
        {pane('mine')}
      </Column>
      <Column
        title={t('fn.conflict.before')}
        action={
          <span className="flex items-center gap-1">
            {region && take('both', t('fn.conflict.takeBoth'))}
            {count > 1 && (
              <Button size="sm" variant="ghost" icon={<ChevronDown size={13} />} onClick={onNext}>
                {t('fn.conflict.place', { at: at + 1, count })}
              </Button>
            )}
          </span>
        }
      >
        {pane('base')}
      </Column>
      <Column title={who} action={take('theirs', t('fn.conflict.takeTheirs'))}>
        {pane('theirs')}
      </Column>
    </div>
  )
}

function nthBoth(regions: readonly Region[], n: number): number {
  return regions.flatMap(({ kind }, index) => (kind === 'both' ? [index] : []))[n] ?? -1
}

function told(content: FileContent | undefined, t: Translate): string {
  if (content === undefined) return t('fn.conflict.absent')
  return isText(content) ? t('fn.conflict.text', { count: content.split('\n').length }) : t('fn.conflict.binary')
}

function Column({ title, action, children }: { title: string; action: React.ReactNode; children: React.ReactNode }) {
  return (
    <section
      aria-label={title}
      className="min-w-0 border-line not-first:border-l narrow:not-first:border-t narrow:not-first:border-l-0"
    >
      <header className="flex min-h-9 items-center justify-between gap-2 border-b border-line bg-sunken px-3 text-sm">
        <span className="cut font-heading">{title}</span>
        {action}
      </header>
      <div className="max-h-40 overflow-auto">{children}</div>
    </section>
  )
}

interface LinesProps {
  side: Side
  before: readonly string[]
  after: readonly string[]
  marked: boolean
}

function Lines({ side, before, after, marked }: LinesProps) {
  const rows = [
    ...before.map((text) => ({ text, changed: false })),
    ...side.lines.map((text) => ({ text, changed: marked })),
    ...after.map((text) => ({ text, changed: false })),
  ]
  return (
    <pre className="mono py-1 text-sm">
      {rows.map(({ text, changed }, index) => (
        <div key={index} className={clsx('flex w-max min-w-full gap-3 px-3', changed && 'bg-selected')}>
          <span className="w-7 shrink-0 text-right text-fg-3 select-none">{side.line - before.length + index}</span>
          <span>{text || ' '}</span>
        </div>
      ))}
    </pre>
  )
}
