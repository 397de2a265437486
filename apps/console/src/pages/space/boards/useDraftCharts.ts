import type { Board, BoardChart } from '@alcove/contract'
import { useRef, useState } from 'react'

/** A chart while its board is edited; the key stays with it wherever it moves. */
export interface DraftChart {
  key: number
  chart: BoardChart
}

/** The charts of a board that is being edited; null while it is not. */
export function useDraftCharts() {
  const [state, setState] = useState<{ charts: DraftChart[]; before: string } | null>(null)
  const last = useRef(0)
  const change = (to: (charts: DraftChart[]) => DraftChart[]) =>
    setState((now) => now && { ...now, charts: to(now.charts) })
  return {
    charts: state?.charts ?? null,
    changed: state !== null && textOf(state.charts) !== state.before,
    open: ({ charts }: Board) => {
      const drafts = charts.map((chart) => ({ key: ++last.current, chart }))
      setState({ charts: drafts, before: textOf(drafts) })
    },
    close: () => setState(null),
    /** @param key null: a new one */
    put: (key: number | null, chart: BoardChart) =>
      change((charts) =>
        key === null
          ? [...charts, { key: ++last.current, chart }]
          : charts.map((each) => (each.key === key ? { key, chart } : each)),
      ),
    remove: (key: number) => change((charts) => charts.filter((each) => each.key !== key)),
    /** To the place that another chart has now. */
    move: (key: number, to: number) => change((charts) => moved(charts, key, to)),
  }
}

export type DraftCharts = ReturnType<typeof useDraftCharts>

export function moved(charts: readonly DraftChart[], key: number, to: number): DraftChart[] {
  const from = charts.findIndex((each) => each.key === key)
  if (from < 0 || to < 0 || to >= charts.length) return [...charts]
  const others = charts.filter((each) => each.key !== key)
  return others.toSpliced(to, 0, charts[from]!)
}

const textOf = (charts: readonly DraftChart[]) => JSON.stringify(charts.map(({ chart }) => chart))
