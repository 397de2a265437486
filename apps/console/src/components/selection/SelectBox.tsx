import { useRef } from 'react'
import { useTranslation } from '../../i18n/index.ts'
import { Checkbox } from '../../ui/Checkbox.tsx'
import type { Selection } from './useSelection.ts'

interface SelectBoxProps {
  selection: Pick<Selection<never>, 'has' | 'toggle' | 'extend'>
  of: string
  name: string
}

/** Selects a row; with Shift, all from the last one that was chosen. */
export function SelectBox({ selection, of, name }: SelectBoxProps) {
  const { t } = useTranslation()
  const shift = useRef(false)
  return (
    <span className="contents" onClickCapture={(event) => (shift.current = event.shiftKey)}>
      <Checkbox
        // The row has keys for this: a stop in the Tab order for each would be too many.
        tabIndex={-1}
        checked={selection.has(of)}
        onChange={() => (shift.current ? selection.extend(of) : selection.toggle(of))}
      >
        <span className="sr-only">{t('common.select', { name })}</span>
      </Checkbox>
    </span>
  )
}
