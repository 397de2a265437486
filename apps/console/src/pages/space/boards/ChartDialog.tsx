import { BoardChart, CHART_METRICS, METRIC_SPLITS } from '@alcove/contract'
import { useState } from 'react'
import { functionsQuery } from '../../../api/functions.ts'
import { CallsFilter } from '../../../components/charts/CallsFilter.tsx'
import { useWholeList } from '../../../components/useWholeList.ts'
import { useTranslation } from '../../../i18n/index.ts'
import { Field, Input } from '../../../ui/Field.tsx'
import { FormDialog } from '../../../ui/FormDialog.tsx'
import { Segmented } from '../../../ui/Segmented.tsx'
import { Select } from '../../../ui/Select.tsx'

interface ChartDialogProps {
  space: string
  /** Null: a new one. */
  chart: BoardChart | null
  onClose(): void
  onSave(chart: BoardChart): void
}

/** No function or split has this name. */
const NONE = '+'
const NO_CALLS = { version: null, qualifier: null, trigger: null } as const

/** What a chart shows, of which calls, and how it is called. */
export function ChartDialog({ space, chart, onClose, onSave }: ChartDialogProps) {
  const { t } = useTranslation()
  const [draft, setDraft] = useState<BoardChart>(() => chart ?? BoardChart.parse({ metric: 'invocations' }))
  const set = (part: Partial<BoardChart>) => setDraft((before) => ({ ...before, ...part }))
  const functions = useWholeList(functionsQuery(space)).data ?? []
  const names = functions.map(({ name }) => name)
  const { function: fn, version, qualifier, trigger } = draft
  // The function may be gone; its chart stays until someone changes it.
  const offered = fn === null || names.includes(fn) ? names : [fn, ...names]
  const splits = METRIC_SPLITS.filter((split) => (split === 'function') === (fn === null) || split === 'trigger')
  return (
    <FormDialog
      title={t(chart === null ? 'boards.addChart' : 'boards.change')}
      submit={t(chart === null ? 'boards.add' : 'boards.apply')}
      onClose={onClose}
      onSubmit={() => onSave(draft)}
    >
      <Field label={t('boards.metric')} hint={t(`fn.metrics.note.${draft.metric}`)}>
        <Select
          value={draft.metric}
          options={CHART_METRICS.map((value) => ({ value, label: t(`fn.metrics.chart.${value}`) }))}
          onChange={(metric) => set({ metric })}
        />
      </Field>
      <Field label={t('boards.function')}>
        <Select
          value={fn ?? NONE}
          options={[
            { value: NONE, label: t('boards.allFunctions') },
            ...offered.map((value) => ({ value, label: value })),
          ]}
          onChange={(next) => set({ ...NO_CALLS, split: null, function: next === NONE ? null : next })}
        />
      </Field>
      {fn !== null && (
        <Field label={t('fn.metrics.calls')}>
          <CallsFilter
            space={space}
            fn={fn}
            size="field"
            value={{
              version: version === null ? undefined : String(version),
              qualifier: qualifier ?? undefined,
              trigger: trigger ?? undefined,
            }}
            onChange={(next) =>
              set({
                version: next.version === undefined ? null : next.version === 'draft' ? 'draft' : Number(next.version),
                qualifier: next.qualifier ?? null,
                trigger: next.trigger ?? null,
              })
            }
          />
        </Field>
      )}
      <Field label={t('fn.metrics.splitBy')}>
        <Select
          value={draft.split ?? NONE}
          options={[
            { value: NONE, label: t('fn.metrics.noSplit') },
            ...splits.map((value) => ({ value, label: t(`fn.metrics.split.${value}`) })),
          ]}
          onChange={(next) => set({ split: splits.find((value) => value === next) ?? null })}
        />
      </Field>
      <Field label={t('boards.title')} hint={t('boards.titleHint')}>
        <Input value={draft.title} maxLength={80} onChange={(event) => set({ title: event.target.value })} />
      </Field>
      <Segmented
        label={t('boards.width')}
        value={draft.width}
        options={(['half', 'full'] as const).map((value) => ({ value, label: t(`boards.widths.${value}`) }))}
        onChange={(width) => set({ width })}
      />
    </FormDialog>
  )
}
