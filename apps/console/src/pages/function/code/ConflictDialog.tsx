import type { Draft, Files } from '@alcove/contract'
import { useEffect, useEffectEvent, useMemo, useState } from 'react'
import { DiffEditor } from '../../../components/CodeEditor/index.ts'
import type { Monaco } from '../../../components/CodeEditor/api.ts'
import { useTranslation } from '../../../i18n/index.ts'
import { saidActor } from '../../../i18n/said.ts'
import { useFormat } from '../../../i18n/useFormat.ts'
import { Button } from '../../../ui/Button.tsx'
import { Dialog } from '../../../ui/Dialog.tsx'
import { FilePanes } from '../files/FilePanes.tsx'
import { type FileContent, isText } from '../files/files.ts'
import { type Choice, type Conflict, mergeFiles, type Region, regionsOf, resolved } from './draft/merge.ts'
import { ThreeWays } from './ThreeWays.tsx'

interface ConflictDialogProps {
  monaco: Monaco | undefined
  base: Files
  mine: Files
  theirs: Draft
  onClose(): void
  onResolve(files: Files): void
}

/** What was decided for a file: by place, by hand, or for the file as a whole. */
interface Decision {
  choices: readonly (Choice | undefined)[]
  edited?: string
}

const KEYS: Readonly<Record<string, Choice>> = { Digit1: 'mine', Digit2: 'theirs', Digit3: 'both' }

/**
 * Two people changed the same lines. All other edits of both are merged already. Nothing is written until Save; closing
 * keeps both sides.
 */
export function ConflictDialog({ monaco, base, mine, theirs, onClose, onResolve }: ConflictDialogProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const [{ files, conflicts }] = useState(() => mergeFiles(base, mine, theirs.files))
  const places = useMemo(() => new Map(conflicts.map((each) => [each.path, placesOf(each)])), [conflicts])
  const [decisions, setDecisions] = useState<ReadonlyMap<string, Decision>>(new Map())
  const [path, setPath] = useState(conflicts[0]?.path)
  const [at, setAt] = useState(0)
  const conflict = conflicts.find((each) => each.path === path)
  const decisionOf = (file: string): Decision => decisions.get(file) ?? { choices: [] }
  const decide = (file: string, decision: Decision) => setDecisions((before) => new Map(before).set(file, decision))
  const openIn = (file: string) => {
    const { choices, edited } = decisionOf(file)
    return edited === undefined ? places.get(file)!.count - choices.filter((each) => each !== undefined).length : 0
  }
  const open = conflicts.reduce((sum, each) => sum + openIn(each.path), 0)
  const total = [...places.values()].reduce((sum, { count }) => sum + count, 0)
  const who = saidActor(theirs.savedBy ?? t('fn.conflict.someone'))

  const show = (file: string, place = 0) => {
    setPath(file)
    setAt(place)
  }
  const choose = (choice: Choice) => {
    if (!conflict) return
    const { choices } = decisionOf(conflict.path)
    decide(conflict.path, {
      choices: Object.assign(
        Array.from({ length: places.get(conflict.path)!.count }, (_, n) => choices[n]),
        { [at]: choice },
      ),
    })
  }
  const next = () => {
    if (!conflict) return
    if (at + 1 < places.get(conflict.path)!.count) return setAt(at + 1)
    const index = conflicts.indexOf(conflict)
    show(conflicts[(index + 1) % conflicts.length]!.path)
  }
  const save = () => {
    const merged = { ...files }
    for (const each of conflicts) {
      const content = resultOf(each, places.get(each.path)!.regions, decisionOf(each.path))
      if (content === undefined) delete merged[each.path]
      else merged[each.path] = content
    }
    onResolve(merged)
  }
  const pressed = useEffectEvent((event: KeyboardEvent) => {
    const choice = event.altKey ? KEYS[event.code] : undefined
    if (choice) choose(choice)
    else if (event.key === 'F8') next()
    else if (event.key.toLowerCase() === 's' && (event.ctrlKey || event.metaKey) && open === 0) save()
    else return
    event.preventDefault()
    event.stopPropagation()
  })
  useEffect(() => {
    // Before the editor of the result, and wherever the focus went when another file was shown.
    const listener = (event: KeyboardEvent) => pressed(event)
    window.addEventListener('keydown', listener, { capture: true })
    return () => window.removeEventListener('keydown', listener, { capture: true })
  }, [])

  return (
    <Dialog
      open
      onClose={onClose}
      width={1120}
      title={t('fn.conflict.title', { who })}
      description={t('fn.conflict.description', { ago: format.ago(theirs.savedAt), count: total })}
      footer={
        <>
          <span className="mr-auto text-sm text-fg-2">{t('fn.conflict.decided', { done: total - open, total })}</span>
          <Button onClick={onClose}>{t('fn.conflict.keepEditing')}</Button>
          <Button
            variant="primary"
            disabledReason={open > 0 ? t('fn.conflict.undecided', { count: open }) : undefined}
            onClick={save}
          >
            {t('fn.conflict.saveMerge')}
          </Button>
        </>
      }
    >
      {conflict && (
        <FilePanes
          shown={path}
          onShow={(file) => show(file)}
          files={conflicts.map((each) => ({
            path: each.path,
            mark: (
              <span className={`text-micro ${openIn(each.path) > 0 ? 'text-warning' : 'text-fg-3'}`}>
                {openIn(each.path) > 0 ? t('fn.conflict.open', { count: openIn(each.path) }) : t('fn.conflict.done')}
              </span>
            ),
          }))}
        >
          <ThreeWays
            conflict={conflict}
            regions={places.get(conflict.path)!.regions}
            at={at}
            count={places.get(conflict.path)!.count}
            choice={decisionOf(conflict.path).choices[at]}
            who={who}
            onChoose={choose}
            onNext={next}
          />
          {places.get(conflict.path)!.regions && monaco && (
            <>
              <div className="flex h-8 shrink-0 items-center gap-2 border-y border-line bg-sunken px-3 text-sm">
                <span className="font-heading">{t('fn.conflict.result')}</span>
                <span className="text-fg-2">{t('fn.conflict.resultHint')}</span>
              </div>
              <div className="min-h-40 flex-1">
                <DiffEditor
                  key={conflict.path}
                  monaco={monaco}
                  path={conflict.path}
                  original={isText(conflict.base) ? conflict.base : ''}
                  modified={resultOf(conflict, places.get(conflict.path)!.regions, decisionOf(conflict.path)) as string}
                  label={t('fn.conflict.result')}
                  sideBySide={false}
                  onChange={(edited) => decide(conflict.path, { ...decisionOf(conflict.path), edited })}
                />
              </div>
            </>
          )}
        </FilePanes>
      )}
    </Dialog>
  )
}

/** The places to decide: of texts, where both changed the same lines; of other files, the whole file. */
function placesOf({ base, mine, theirs }: Conflict): { regions: readonly Region[] | null; count: number } {
  if (!isText(mine) || !isText(theirs)) return { regions: null, count: 1 }
  const regions = regionsOf(isText(base) ? base : '', mine, theirs)
  return { regions, count: regions.filter(({ kind }) => kind === 'both').length }
}

function resultOf(
  { mine, theirs }: Conflict,
  regions: readonly Region[] | null,
  { choices, edited }: Decision,
): FileContent | undefined {
  if (regions === null) return choices[0] === 'theirs' ? theirs : mine
  return edited ?? resolved(regions, choices)
}
