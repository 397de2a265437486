import type { editor } from 'monaco-editor/editor'
import { useEffect, useEffectEvent } from 'react'
import type { Monaco } from '../../../../components/CodeEditor/api.ts'
import { useTranslation } from '../../../../i18n/index.ts'
import './coverage.css'
import type { ShownCoverage } from './useCoverage.ts'

/**
 * Marks the lines of the open file that ran in tests, and those that did not. Marks move with edits and then fade: of
 * changed code that is opened anew nobody knows which lines ran.
 */
export function useCoverageMarks(
  monaco: Monaco | undefined,
  instance: editor.IStandaloneCodeEditor | null,
  path: string | null,
  coverage: ShownCoverage | null,
): void {
  const { t } = useTranslation()
  const of = coverage?.files.find(({ file }) => file === path)
  const stale = coverage?.stale === true
  const isStale = useEffectEvent(() => stale)
  const [ran, missed] = [t('fn.tests.coverage.ran'), t('fn.tests.coverage.missed')]

  useEffect(() => {
    if (!monaco || !instance || of === undefined || isStale()) return
    const mark = (line: number, lineNumberClassName: string, hover: string, className?: string) => ({
      range: new monaco.Range(line, 1, line, 1),
      options: {
        isWholeLine: true,
        lineNumberClassName,
        lineNumberHoverMessage: { value: hover },
        ...(className !== undefined && { className }),
      },
    })
    const marks = instance.createDecorationsCollection([
      ...of.covered.map((line) => mark(line, 'coverage-ran', ran)),
      ...of.uncovered.map((line) => mark(line, 'coverage-missed', missed, 'coverage-missed-line')),
    ])
    return () => marks.clear()
  }, [monaco, instance, path, of, ran, missed])

  useEffect(() => {
    instance?.getDomNode()?.classList.toggle('coverage-stale', stale)
  }, [instance, stale])
}
