import type { Firing } from '@alcove/contract'
import { clsx } from 'clsx'
import { useState } from 'react'
import { FiringLine, FiringRow, firingClass } from './FiringRow.tsx'

/** Firings that are alike, as one row that unfolds to each of them. */
export function FoldedRow({ space, fn, run }: { space: string; fn: string; run: readonly Firing[] }) {
  const [open, setOpen] = useState(false)
  return (
    <>
      <li className="border-t border-line">
        <button
          type="button"
          aria-expanded={open}
          className={clsx(firingClass(run[0]!), 'w-full text-left outline-offset-[-2px] hover:bg-hover')}
          onClick={() => setOpen(!open)}
        >
          <FiringLine firings={run} />
        </button>
      </li>
      {open && run.map((firing) => <FiringRow key={firing.id} space={space} fn={fn} firing={firing} />)}
    </>
  )
}
