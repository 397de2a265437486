import { BOARD_LIMITS, type Board, type BoardChart, type Space } from '@alcove/contract'
import { getRouteApi } from '@tanstack/react-router'
import { Pencil, Plus, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { boardsKey, deleteBoard, getBoard, putBoard } from '../../../api/boards.ts'
import { ChangedDialog } from '../../../components/changed-meanwhile/ChangedDialog.tsx'
import { useGuardedSave } from '../../../components/changed-meanwhile/useGuardedSave.ts'
import { useChange } from '../../../components/useChange.ts'
import { useDenied } from '../../../components/useDenied.ts'
import { RangeControl } from '../../../components/range/RangeControl.tsx'
import { UnsavedGuard } from '../../../components/UnsavedGuard.tsx'
import { useTranslation } from '../../../i18n/index.ts'
import { RANGES } from '../../../navigation/search/shared.ts'
import { Button } from '../../../ui/Button.tsx'
import { EmptyState } from '../../../ui/EmptyState.tsx'
import { FormDialog } from '../../../ui/FormDialog.tsx'
import { IconButton } from '../../../ui/IconButton.tsx'
import { Select } from '../../../ui/Select.tsx'
import { BoardGrid } from './BoardGrid.tsx'
import { ChartDialog } from './ChartDialog.tsx'
import { type DraftChart, useDraftCharts } from './useDraftCharts.ts'

const page = getRouteApi('/shell/s/$space/boards')
const NONE = 'none'
const COMPARISONS = ['day', 'week'] as const

/** One board: its charts over a range, and while it is edited their order, width and what they show. */
export function BoardView({ space, board }: { space: Space; board: Board }) {
  const { t } = useTranslation()
  const { range = '24h', compare } = page.useSearch()
  const navigate = page.useNavigate()
  const denied = useDenied(space)('functions:write')
  const draft = useDraftCharts()
  const [chosen, setChosen] = useState<DraftChart | 'new' | null>(null)
  const [deleting, setDeleting] = useState(false)
  const save = useGuardedSave({
    item: board,
    // What was there when editing began is what is saved over.
    follows: draft.charts === null,
    run: (charts: BoardChart[], seen) => putBoard(space.name, board.name, { charts }, seen),
    read: () => getBoard(space.name, board.name),
    settings: ({ charts }) => numbered(charts),
    typed: numbered,
    onTheirs: (theirs) => (theirs ? draft.open(theirs) : draft.close()),
    invalidates: [boardsKey(space.name)],
    done: () => t('boards.saved', { name: board.name }),
    onDone: draft.close,
  })
  const remove = useChange({
    run: () => deleteBoard(space.name, board.name),
    invalidates: [boardsKey(space.name)],
    done: () => t('boards.deleted', { name: board.name }),
    undo: () => putBoard(space.name, board.name, { charts: board.charts }, null),
    onDone: () => void navigate({ search: (before) => ({ ...before, board: undefined }) }),
  })
  const { charts } = draft
  const full = charts !== null && charts.length >= BOARD_LIMITS.charts
  return (
    <>
      <div className="flex flex-wrap items-center gap-2 border-b border-line px-gutter py-3">
        <RangeControl
          value={range}
          presets={RANGES}
          onChange={(next) => void navigate({ search: (before) => ({ ...before, range: next }) })}
        />
        <Select
          size="md"
          label={t('fn.metrics.compareWith')}
          value={compare ?? NONE}
          options={[
            { value: NONE, label: t('fn.metrics.noComparison') },
            ...COMPARISONS.map((value) => ({ value, label: t(`fn.metrics.with.${value}`) })),
          ]}
          onChange={(next) =>
            void navigate({
              search: (before) => ({ ...before, compare: COMPARISONS.find((value) => value === next) }),
            })
          }
        />
        <span className="ml-auto flex items-center gap-2 narrow:ml-0">
          {charts === null ? (
            <>
              <IconButton
                label={t('boards.delete', { name: board.name })}
                icon={<Trash2 size={15} />}
                disabledReason={denied}
                onClick={() => setDeleting(true)}
              />
              <Button icon={<Pencil size={14} />} disabledReason={denied} onClick={() => draft.open(board)}>
                {t('boards.edit')}
              </Button>
            </>
          ) : (
            <>
              <Button
                icon={<Plus size={14} />}
                disabledReason={full ? t('boards.full', { count: BOARD_LIMITS.charts }) : null}
                onClick={() => setChosen('new')}
              >
                {t('boards.addChart')}
              </Button>
              <Button onClick={draft.close}>{t('common.cancel')}</Button>
              <Button
                variant="primary"
                pending={save.isPending}
                onClick={() => save.mutate(charts.map(({ chart }) => chart))}
              >
                {t('common.save')}
              </Button>
            </>
          )}
        </span>
      </div>
      {save.conflict && <ChangedDialog name={board.name} conflict={save.conflict} pending={save.isPending} />}
      {(charts ?? board.charts).length === 0 ? (
        <EmptyState title={t('boards.empty')}>{t('boards.emptyHint')}</EmptyState>
      ) : (
        <BoardGrid
          space={space.name}
          charts={charts ?? board.charts.map((chart, key) => ({ key, chart }))}
          range={range}
          compare={compare}
          editing={charts === null ? null : { ...draft, onEdit: setChosen }}
        />
      )}
      {chosen !== null && (
        <ChartDialog
          space={space.name}
          chart={chosen === 'new' ? null : chosen.chart}
          onClose={() => setChosen(null)}
          onSave={(chart) => {
            draft.put(chosen === 'new' ? null : chosen.key, chart)
            setChosen(null)
          }}
        />
      )}
      {deleting && (
        <FormDialog
          title={t('boards.delete', { name: board.name })}
          submit={t('boards.deleteYes')}
          variant="danger"
          pending={remove.isPending}
          onClose={() => setDeleting(false)}
          onSubmit={() => remove.mutate(undefined)}
        >
          <p>{t('boards.deleteHint', { space: space.name })}</p>
        </FormDialog>
      )}
      <UnsavedGuard unsaved={draft.changed}>{t('boards.unsaved', { name: board.name })}</UnsavedGuard>
    </>
  )
}

/** Charts by their place, to compare them. */
const numbered = (charts: readonly BoardChart[]) => Object.fromEntries(charts.map((chart, at) => [at + 1, chart]))
